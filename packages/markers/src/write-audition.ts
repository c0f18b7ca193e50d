import { clock, type Marker, type MarkerOptions, nameOf, oneLine, placed } from './marker.ts';

const longestName = 60;

/** Adobe Audition's marker list: fields between tabs, times in minutes and seconds, which it calls decimal. */
export function writeAudition(markers: readonly Marker[], options: MarkerOptions): string {
  const rows = placed(markers, options).map((marker) => {
    const { startSeconds, endSeconds, lines } = marker;
    const duration = clock((endSeconds ?? startSeconds) - startSeconds);
    const description = oneLine(lines.join(' / '));
    return [nameOf(marker).slice(0, longestName), clock(startSeconds), duration, 'decimal', 'Cue', description];
  });
  return [['Name', 'Start', 'Duration', 'Time Format', 'Type', 'Description'], ...rows]
    .map((row) => `${row.join('\t')}\n`)
    .join('');
}
