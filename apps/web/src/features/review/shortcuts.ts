/** Every key of the review room: what it does, and what stands in the list of keys. */
export const shortcuts = [
  { id: 'toggle', keys: ['Space', 'K'], label: 'Play or pause', group: 'Listen' },
  { id: 'back-10', keys: ['J'], label: '10 seconds back', group: 'Listen' },
  { id: 'forward-10', keys: ['L'], label: '10 seconds on', group: 'Listen' },
  { id: 'back-5', keys: ['←'], label: '5 seconds back', group: 'Listen' },
  { id: 'forward-5', keys: ['→'], label: '5 seconds on', group: 'Listen' },
  { id: 'back-1', keys: ['⇧ ←'], label: '1 second back', group: 'Listen' },
  { id: 'forward-1', keys: ['⇧ →'], label: '1 second on', group: 'Listen' },
  { id: 'back-tenth', keys: ['Alt ←'], label: 'A tenth of a second back', group: 'Listen' },
  { id: 'forward-tenth', keys: ['Alt →'], label: 'A tenth of a second on', group: 'Listen' },
  { id: 'loop-start', keys: ['I'], label: 'Loop starts here', group: 'Listen' },
  { id: 'loop-end', keys: ['O'], label: 'Loop ends here', group: 'Listen' },
  { id: 'loop', keys: ['⇧ L'], label: 'Loop on or off', group: 'Listen' },
  { id: 'version', keys: ['1 – 9'], label: 'Switch to this version', group: 'Compare' },
  { id: 'last-two', keys: ['X'], label: 'Back to the version heard before', group: 'Compare' },
  { id: 'blind', keys: ['B'], label: 'Blind test', group: 'Compare' },
  { id: 'match', keys: ['G'], label: 'Loudness match on or off', group: 'Compare' },
  { id: 'mono', keys: ['⇧ M'], label: 'Mono on or off', group: 'Compare' },
  { id: 'dim', keys: ['D'], label: 'Dim on or off', group: 'Compare' },
  { id: 'comment', keys: ['C'], label: 'Comment here', group: 'Comment' },
  { id: 'range', keys: ['⇧ C'], label: 'Start a range; again: end it', group: 'Comment' },
  { id: 'next', keys: ['N'], label: 'Next comment', group: 'Comment' },
  { id: 'previous', keys: ['P'], label: 'Previous comment', group: 'Comment' },
  { id: 'resolve', keys: ['R'], label: 'Mark the comment as addressed, or reopen it', group: 'Comment' },
  { id: 'meters', keys: ['M'], label: 'Meters shown or hidden', group: 'View' },
  { id: 'zoom-in', keys: ['+'], label: 'Zoom in', group: 'View' },
  { id: 'zoom-out', keys: ['−'], label: 'Zoom out', group: 'View' },
  { id: 'help', keys: ['?'], label: 'This list', group: 'View' },
] as const;

export type ShortcutId = (typeof shortcuts)[number]['id'];
export type Shortcut = { id: Exclude<ShortcutId, 'version'> } | { id: 'version'; index: number };

export type KeyPress = {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
  /** where the focus is */
  focus: 'page' | 'button' | 'widget' | 'typing';
};

const plain: Record<string, Exclude<ShortcutId, 'version'>> = {
  ' ': 'toggle',
  k: 'toggle',
  j: 'back-10',
  l: 'forward-10',
  arrowleft: 'back-5',
  arrowright: 'forward-5',
  i: 'loop-start',
  o: 'loop-end',
  g: 'match',
  x: 'last-two',
  b: 'blind',
  d: 'dim',
  m: 'meters',
  c: 'comment',
  n: 'next',
  p: 'previous',
  r: 'resolve',
};
const shifted: Record<string, Exclude<ShortcutId, 'version'>> = {
  arrowleft: 'back-1',
  arrowright: 'forward-1',
  l: 'loop',
  c: 'range',
  m: 'mono',
};
const withAlt: Record<string, Exclude<ShortcutId, 'version'>> = {
  arrowleft: 'back-tenth',
  arrowright: 'forward-tenth',
};
/** Signs whose place on the keyboard, and so whose shift, depends on its layout. */
const signs: Record<string, Exclude<ShortcutId, 'version'>> = {
  '?': 'help',
  '+': 'zoom-in',
  '=': 'zoom-in',
  '-': 'zoom-out',
};

/** What a key press asks for; null when it belongs to the browser, or to what has the focus. */
export function shortcutOf(press: KeyPress): Shortcut | null {
  if (press.focus === 'typing' || press.ctrlKey || press.metaKey) return null;
  const key = press.key.toLowerCase();
  if (press.focus !== 'page' && key === ' ') return null;
  if (press.focus === 'widget' && key.startsWith('arrow')) return null;
  if (press.altKey) {
    const id = press.shiftKey ? undefined : withAlt[key];
    return id ? { id } : null;
  }
  const sign = signs[key];
  if (sign) return { id: sign };
  if (/^[1-9]$/.test(key)) return { id: 'version', index: Number(key) - 1 };
  const id = (press.shiftKey ? shifted : plain)[key];
  return id ? { id } : null;
}

const widgetRoles = new Set(['slider', 'tab', 'radio', 'menuitem', 'option', 'spinbutton', 'combobox']);

/** What kind of thing an element is for the keyboard. */
export function focusKindOf(element: Element | null): KeyPress['focus'] {
  if (!element) return 'page';
  const name = element.tagName;
  if (element instanceof HTMLElement && element.isContentEditable) return 'typing';
  if (name === 'TEXTAREA' || name === 'SELECT') return 'typing';
  if (name === 'INPUT') {
    const type = element.getAttribute('type') ?? 'text';
    if (type === 'range' || type === 'radio') return 'widget';
    return ['checkbox', 'button', 'submit', 'file'].includes(type) ? 'button' : 'typing';
  }
  const role = element.getAttribute('role');
  if (role && widgetRoles.has(role)) return 'widget';
  return name === 'BUTTON' || name === 'A' || name === 'SUMMARY' || role === 'button' ? 'button' : 'page';
}
