import type { FileDifference, Outside } from './diff-files.ts';
import type { DiffChange } from './find-changes.ts';

const smallestGainDb = 0.005;
/** Seconds; what stands out for less is not worth words where everything changed. */
const leastTold = 1;

/** What became of A in B, in one sentence a musician understands. */
export function describeDifference(difference: FileDifference, [nameA, nameB]: readonly [string, string]): string {
  const { verdict, changes } = difference;
  if (verdict === 'unrelated') return `${nameB} has nothing in common with ${nameA}.`;
  if (verdict === 'identical') return `${nameB} is identical to ${nameA}, sample for sample.`;
  const handling = describeHandling(difference);
  const known = handling.length > 0 ? `${nameB} is ${nameA} ${join(handling)}` : `${nameB} is ${nameA}`;
  if (verdict === 'same') {
    const rest = difference.residualDb === null ? 'nothing else differs' : 'nothing else differs that could be heard';
    return handling.length > 0
      ? `${known}; ${rest}.`
      : `${known} but for rounding or dither (${level(difference.residualDb)}).`;
  }
  if (verdict === 'changed') return `${known}${handling.length > 0 ? ', and' : ','} ${describeChanges(changes)}.`;
  const apart =
    difference.relativeResidualDb === null
      ? ''
      : ` (what differs lies ${fixed(-difference.relativeResidualDb, 1)} dB below it)`;
  const long = changes.filter(({ fromSeconds, toSeconds }) => toSeconds - fromSeconds >= leastTold);
  const most = long.length > 0 ? `, most of all ${join(long.slice(0, 3).map(span))}` : '';
  return `${known}, changed throughout${apart}${most}.`;
}

function describeHandling({ a, b, gainDb, polarityInverted }: FileDifference): string[] {
  const cuts = [cut(a.onlyAtStart, 'start'), cut(a.onlyAtEnd, 'end')].filter((text) => text !== null);
  const additions = [added(b.onlyAtStart, 'start'), added(b.onlyAtEnd, 'end')].filter((text) => text !== null);
  const parts: string[] = [];
  if (cuts.length > 0) parts.push(`cut by ${join(cuts)}`);
  if (additions.length > 0) parts.push(`with ${join(additions)}`);
  if (gainDb !== null && Math.abs(gainDb) >= smallestGainDb)
    parts.push(`turned ${gainDb > 0 ? 'up' : 'down'} by ${fixed(Math.abs(gainDb), 2)} dB`);
  if (polarityInverted) parts.push('with its polarity inverted');
  if (a.sampleRate !== b.sampleRate) parts.push(`at ${b.sampleRate / 1000} instead of ${a.sampleRate / 1000} kHz`);
  if (a.channels !== b.channels) parts.push(`in ${b.channels === 1 ? 'mono' : 'stereo'}`);
  return parts;
}

const cut = ({ seconds }: Outside, where: string): string | null =>
  seconds > 0 ? `${duration(seconds)} at the ${where}` : null;
const added = ({ seconds, isSilent }: Outside, where: string): string | null =>
  seconds > 0 ? `${duration(seconds)} of ${isSilent ? 'silence' : 'other sound'} at the ${where}` : null;

function describeChanges(changes: readonly DiffChange[]): string {
  const shown = changes.slice(0, 5).map((change) => {
    if (change.gainDb === null) return `changed ${span(change)}`;
    return `turned ${change.gainDb > 0 ? 'up' : 'down'} by ${fixed(Math.abs(change.gainDb), 1)} dB ${span(change)}`;
  });
  const more = changes.length - shown.length;
  return `${join([...shown, ...(more > 0 ? [`in ${more} more places`] : [])])}, and nowhere else`;
}

const span = ({ fromSeconds, toSeconds }: DiffChange): string => `from ${clock(fromSeconds)} to ${clock(toSeconds)}`;

/** `0:42`, with tenths when they are not zero. */
function clock(seconds: number): string {
  const tenths = Math.round(seconds * 10);
  const minutes = Math.floor(tenths / 600);
  const rest = (tenths % 600) / 10;
  const text = Number.isInteger(rest) ? String(rest).padStart(2, '0') : rest.toFixed(1).padStart(4, '0');
  return `${minutes}:${text}`;
}

const fixed = (value: number, places: number): string => value.toFixed(places).replace(/^-/, '−');
const duration = (seconds: number): string =>
  seconds < 0.1 ? `${fixed(seconds * 1000, 2)} ms` : `${Number(seconds.toFixed(3))} s`;
const level = (db: number | null): string => (db === null ? '−∞ dBFS' : `${fixed(db, 1)} dBFS`);
const join = (parts: readonly string[]): string =>
  parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
