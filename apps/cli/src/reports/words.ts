/** Numbers as people read them: a real minus, a fixed number of places, `−∞` for null. */
export const level = (value: number | null, unit: string, places = 1): string =>
  `${value === null ? '−∞' : minus(value.toFixed(places))} ${unit}`;

/** With its sign, as changes are read. */
export const change = (value: number, unit: string, places = 1): string =>
  `${value > 0 ? '+' : ''}${minus(value.toFixed(places))} ${unit}`;

/** `1:03.25`; hours only when there are some. */
export function clock(seconds: number, places = 2): string {
  const factor = 10 ** places;
  const rounded = Math.round(seconds * factor) / factor;
  const hours = Math.floor(rounded / 3600);
  const minutes = Math.floor((rounded % 3600) / 60);
  const rest = (rounded % 60).toFixed(places).padStart(places > 0 ? places + 3 : 2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

export const minus = (text: string): string => text.replace(/^-/, '−');

const channelWords: Record<number, string> = { 1: 'mono', 2: 'stereo' };
export const channelsWord = (channels: number): string => channelWords[channels] ?? `${channels} channels`;

/** Rows of words in columns, the first two spaces in. */
export function table(rows: readonly (readonly [label: string, value: string])[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, value]) => `  ${label.padEnd(width)}  ${value}`);
}

const lineWidth = 100;

/** A word and a text beside it, wrapped. */
export function entry(label: string, text: string): string[] {
  const indent = ' '.repeat(label.length + 4);
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1)!;
    if (last !== '' && indent.length + last.length + word.length >= lineWidth) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line, index) => (index === 0 ? `  ${label}  ${line}` : `${indent}${line}`));
}
