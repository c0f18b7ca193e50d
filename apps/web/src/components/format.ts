/**
 * How numbers, sizes and dates are written everywhere. English, a true minus sign, no false precision.
 */
const minus = '\u2212';

const signed = (text: string): string => text.replace('-', minus);

/** "3 comments", "1 comment". */
export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** "−1.2 dB"; -Infinity is silence. */
export const formatDb = (db: number, decimals = 1): string =>
  Number.isFinite(db) ? `${signed(db.toFixed(decimals))} dB` : `${minus}∞ dB`;

/** "+1.5 dB": a change, so its sign is always shown. */
export const formatDbChange = (db: number, decimals = 1): string =>
  `${db > 0 ? '+' : ''}${formatDb(Object.is(db, -0) ? 0 : db, decimals)}`;

/** "−12.4 LUFS"; null and -Infinity are a file too short or too quiet to measure. */
export const formatLufs = (lufs: number | null): string =>
  lufs === null || !Number.isFinite(lufs) ? `${minus}∞ LUFS` : `${signed(lufs.toFixed(1))} LUFS`;

/** "−1.2 dBTP". */
export const formatTruePeak = (dbtp: number | null): string =>
  dbtp === null || !Number.isFinite(dbtp) ? `${minus}∞ dBTP` : `${signed(dbtp.toFixed(1))} dBTP`;

/** "44.1 kHz". */
export const formatSampleRate = (hz: number): string => `${Number((hz / 1000).toFixed(3))} kHz`;

/** "220 Hz", "2.4 kHz". */
export const formatFrequency = (hz: number): string =>
  hz < 1000 ? `${Math.round(hz)} Hz` : `${Number((hz / 1000).toFixed(hz < 10_000 ? 2 : 1))} kHz`;

const sizeUnits = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** "12.4 MB", in decimal units as file managers count. */
export function formatBytes(bytes: number): string {
  const power = bytes < 1000 ? 0 : Math.min(sizeUnits.length - 1, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** power;
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${sizeUnits[power]}`;
}

/** "about 4 min": how long something still takes. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 50) return `${Math.max(1, Math.round(seconds / 5) * 5)} s`;
  if (seconds < 90 * 60) return `${Math.max(1, Math.round(seconds / 60))} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** "3:41": the length of a song. */
export function formatLength(seconds: number): string {
  const whole = Math.round(seconds);
  const minutes = Math.floor(whole / 60);
  const rest = String(whole % 60).padStart(2, '0');
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}:${rest}`;
}

/** "12 Nov", with the year when it is another one. */
export function formatDate(date: Date, now = new Date()): string {
  const sameYear = date.getFullYear() === now.getFullYear();
  return date.toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  });
}

/** "12 Nov 2026, 14:20". */
export const formatDateTime = (date: Date): string =>
  date.toLocaleString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' });

/** "now", "12 min ago", "3 h ago", "yesterday", then the date. */
export function formatRelativeTime(date: Date, now = new Date()): string {
  const seconds = (now.getTime() - date.getTime()) / 1000;
  if (seconds < 45) return 'now';
  if (seconds < 3600) return `${Math.max(1, Math.round(seconds / 60))} min ago`;
  if (seconds < 20 * 3600) return `${Math.round(seconds / 3600)} h ago`;
  const midnight = new Date(now.getFullYear(), now.getMonth(), now.getDate()).getTime();
  const days = Math.ceil((midnight - date.getTime()) / 86_400_000);
  if (days <= 1) return 'yesterday';
  if (days < 7) return `${days} days ago`;
  return formatDate(date, now);
}
