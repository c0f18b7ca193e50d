/** Note values, against a quarter note as the beat. */
export const noteValues = ['1/1', '1/2', '1/4', '1/8', '1/16', '1/32'] as const;
export type NoteValue = (typeof noteValues)[number];

/** `dotted` lasts half as long again, `triplet` two thirds. */
export type NoteFeel = 'straight' | 'dotted' | 'triplet';

const beats: Record<NoteValue, number> = { '1/1': 4, '1/2': 2, '1/4': 1, '1/8': 0.5, '1/16': 0.25, '1/32': 0.125 };
const feels: Record<NoteFeel, number> = { straight: 1, dotted: 1.5, triplet: 2 / 3 };

/**
 * How long a note lasts, in milliseconds, at a tempo in quarter notes per minute: what a delay in time with the song gets as
 * its `timeMs`. Throws a RangeError for a tempo that is not above 0.
 */
export const noteDurationMs = (bpm: number, value: NoteValue, feel: NoteFeel = 'straight'): number => {
  if (!(bpm > 0 && Number.isFinite(bpm)))
    throw new RangeError(`A tempo is above 0 quarter notes per minute; ${bpm} is not`);
  return (60_000 / bpm) * beats[value] * feels[feel];
};
