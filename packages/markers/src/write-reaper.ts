import { csvLine } from './csv.ts';
import { clock, type Marker, type MarkerOptions, nameOf, placed } from './marker.ts';

/**
 * The file that REAPER's Region/Marker Manager exports and imports: `M` for markers, `R` for regions, times in minutes and
 * seconds.
 */
export function writeReaper(markers: readonly Marker[], options: MarkerOptions): string {
  const counts = { M: 0, R: 0 };
  const rows = placed(markers, options).map((marker) => {
    const { startSeconds, endSeconds } = marker;
    const kind = endSeconds === null ? 'M' : 'R';
    counts[kind] += 1;
    const [end, length] = endSeconds === null ? ['', ''] : [clock(endSeconds), clock(endSeconds - startSeconds)];
    return [`${kind}${counts[kind]}`, nameOf(marker), clock(startSeconds), end, length];
  });
  return [['#', 'Name', 'Start', 'End', 'Length'], ...rows].map((row) => `${csvLine(row)}\n`).join('');
}
