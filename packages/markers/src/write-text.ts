import { clock, type Marker, type MarkerOptions, oneLine, placed } from './marker.ts';

/** For people: a numbered list. */
export function writeText(markers: readonly Marker[], options: MarkerOptions): string {
  const notes = placed(markers, options).map(({ startSeconds, endSeconds, author, status, lines }, index) => {
    const place = endSeconds === null ? clock(startSeconds) : `${clock(startSeconds)} – ${clock(endSeconds)}`;
    const [first = '', ...answers] = lines.map(oneLine);
    return [
      `${index + 1}. ${place}  ${oneLine(author)} (${status}): ${first}`,
      ...answers.map((line) => `   ${line}`),
    ].join('\n');
  });
  return `${oneLine(options.title)}\n\n${notes.join('\n')}\n`;
}
