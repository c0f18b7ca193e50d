import { formatTime } from '@sweetspot/protocol/time';

/** Numbers as sentences carry them: a true minus sign, a decimal point, one digit behind it. */
export const level = (value: number, digits = 1): string => value.toFixed(digits).replace('-', '−');

/** "at 1:03.2", "at 1:03.2 and 2:10.0", "at 1:03.2, 2:10.0 and 14 more places" */
export const placesText = (atSeconds: readonly number[], total = atSeconds.length): string => {
  const [first, second] = atSeconds;
  if (first === undefined) return '';
  if (second === undefined || total === 1) return `at ${formatTime(first, 1)}`;
  if (total === 2) return `at ${formatTime(first, 1)} and ${formatTime(second, 1)}`;
  return `at ${formatTime(first, 1)}, ${formatTime(second, 1)} and ${total - 2} more ${total === 3 ? 'place' : 'places'}`;
};

/** "3 stems", "1 stem" */
export const count = (number: number, one: string, many = `${one}s`): string =>
  `${number} ${number === 1 ? one : many}`;

/** "a, b and c"; long lists end in "and 9 more". */
export const list = (names: readonly string[], most = 4): string => {
  if (names.length > most) return `${names.slice(0, most - 1).join(', ')} and ${names.length - most + 1} more`;
  if (names.length < 2) return names.join('');
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
};
