import { type Marker, type MarkerOptions, nameOf, oneLine, placed } from './marker.ts';

/** "01:00:04:12", non-drop. */
export function timeCode(seconds: number, framesPerSecond: number): string {
  const nominal = Math.round(framesPerSecond);
  const frames = Math.max(0, Math.round(seconds * framesPerSecond));
  const whole = Math.floor(frames / nominal);
  const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60, frames % nominal];
  return parts.map((part) => String(part).padStart(2, '0')).join(':');
}

/** An edit list of CMX 3600 speaks ASCII. */
const ascii = (text: string): string => text.normalize('NFKD').replaceAll(/[^\x20-\x7e]/g, '');

/**
 * CMX 3600: an event of one frame (or of the range) for each note, which stands in a `LOC` comment, as editors read it, and once more
 * as DaVinci Resolve writes its markers.
 */
export function writeEdl(markers: readonly Marker[], options: MarkerOptions): string {
  const { framesPerSecond } = options;
  const events = placed(markers, options).map((marker, index) => {
    const { startSeconds, endSeconds } = marker;
    const frames = Math.max(1, Math.round(((endSeconds ?? startSeconds) - startSeconds) * framesPerSecond));
    const from = timeCode(startSeconds, framesPerSecond);
    const to = timeCode(startSeconds + frames / framesPerSecond, framesPerSecond);
    const number = String(index + 1).padStart(3, '0');
    const name = ascii(nameOf(marker));
    return [
      `${number}  001      V     C        ${from} ${to} ${from} ${to}`,
      `* LOC: ${from} RED ${name}`,
      ` |C:ResolveColorRed |M:${name.replaceAll('|', '/')} |D:${frames}\n`,
    ].join('\n');
  });
  return `TITLE: ${ascii(oneLine(options.title))}\nFCM: NON-DROP FRAME\n\n${events.join('\n')}`;
}
