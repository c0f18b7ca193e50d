import { csvLine, inertCell } from './csv.ts';
import { clock, type Marker, type MarkerOptions, placed } from './marker.ts';

/** For spreadsheets. */
export function writeCsv(markers: readonly Marker[], options: MarkerOptions): string {
  const rows = placed(markers, options).map(({ startSeconds, endSeconds, author, status, lines }) => [
    clock(startSeconds),
    endSeconds === null ? '' : clock(endSeconds),
    inertCell(author),
    status,
    inertCell(lines.join('\n')),
  ]);
  return [['Start', 'End', 'Who', 'Status', 'Note'], ...rows].map((row) => `${csvLine(row)}\r\n`).join('');
}
