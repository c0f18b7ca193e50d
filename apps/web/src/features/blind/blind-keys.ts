import { type KeyPress, type ShortcutId, shortcutOf } from '../review/shortcuts.ts';

/** What a key does in a blind test: hear a letter, say what X is, or move the music. */
export type BlindKey =
  | { kind: 'hear'; letter: string }
  | { kind: 'say'; letter: string }
  | { kind: 'transport'; id: Exclude<ShortcutId, 'version'> };

const transport: ReadonlySet<ShortcutId> = new Set<ShortcutId>([
  'toggle',
  'back-10',
  'forward-10',
  'back-5',
  'forward-5',
  'back-1',
  'forward-1',
  'back-tenth',
  'forward-tenth',
  'loop-start',
  'loop-end',
  'loop',
]);

/**
 * Letters are heard by their key or by their number in the row; Shift with one says that it is the one. The rest is as in the
 * review room. null for keys that belong to the browser.
 */
export function blindKeyOf(press: KeyPress, letters: readonly string[]): BlindKey | null {
  if (press.focus === 'typing' || press.ctrlKey || press.metaKey || press.altKey) return null;
  const letter = letters.find((each, index) => press.key.toUpperCase() === each || press.key === String(index + 1));
  if (letter !== undefined) return { kind: press.shiftKey ? 'say' : 'hear', letter };
  const shortcut = shortcutOf(press);
  return shortcut && shortcut.id !== 'version' && transport.has(shortcut.id)
    ? { kind: 'transport', id: shortcut.id }
    : null;
}
