/** A note of a written phrase: position and length in beats from the start of the bar, pitch as a MIDI number. */
export interface PhraseNote {
  atBeat: number;
  beats: number;
  pitch: number;
}

const semitones: Record<string, number> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** `F#4` → 66. Middle C is C4 = 60. */
export function parsePitch(text: string): number {
  const match = /^([A-G])([#b]?)(-?\d)$/.exec(text);
  const base = match?.[1] === undefined ? undefined : semitones[match[1]];
  if (!match || base === undefined) throw new Error(`“${text}” is no pitch`);
  const accidental = match[2] === '#' ? 1 : match[2] === 'b' ? -1 : 0;
  return base + accidental + 12 * (Number(match[3]) + 1);
}

/** `D4 F#4 A4` → MIDI numbers. */
export const parsePitches = (text: string): number[] => text.split(' ').map(parsePitch);

/** One bar: `-:0.5 F#4:1 A4:2.5`, pitch and length in beats; `-` is a rest. */
export function parsePhrase(text: string): PhraseNote[] {
  const notes: PhraseNote[] = [];
  let atBeat = 0;
  for (const token of text.split(' ').filter((one) => one !== '')) {
    const [name = '', length = ''] = token.split(':');
    const beats = Number(length);
    if (!(beats > 0)) throw new Error(`“${token}” has no length`);
    if (name !== '-') notes.push({ atBeat, beats, pitch: parsePitch(name) });
    atBeat += beats;
  }
  return notes;
}

export const pitchHz = (pitch: number): number => 440 * 2 ** ((pitch - 69) / 12);
