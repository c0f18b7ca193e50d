import { z } from 'zod';

/** What one version is to the one before it, told from the sound alone. */
export const comparisonVerdictSchema = z.enum(['identical', 'same', 'changed', 'processed', 'unrelated']);
export type ComparisonVerdict = z.infer<typeof comparisonVerdictSchema>;

export const changeBands = ['sub', 'bass', 'lowMid', 'mid', 'presence', 'air'] as const;
export type ChangeBand = (typeof changeBands)[number];

const position = z.number().int();

/** A part of the newer version that is not what it was; positions on the newer version's time line. */
export const changeSchema = z.object({
  fromSample: position.nonnegative(),
  toSample: position.nonnegative(),
  /** How much louder, where nothing but the level changed; beside the gain of the whole version. */
  gainDb: z.number().nullable(),
  /** Level of what differs, dBFS RMS; null when it is digital silence. */
  residualDb: z.number().nullable(),
  /** Where it differs most, most first. */
  bands: z.array(z.enum(changeBands)),
});
export type Change = z.infer<typeof changeSchema>;

/** A stretch of the earlier version that is in the newer one, `shiftSamples` later; positions on the earlier one's time line. */
export const spanSchema = z.object({ fromSample: position, toSample: position, shiftSamples: position });
export type Span = z.infer<typeof spanSchema>;

/** What became of a version in the next. */
export const comparisonResultSchema = z.object({
  verdict: comparisonVerdictSchema,
  /** For people, naming both versions. */
  sentence: z.string(),
  /** Rate of every position here, Hz: the lower one of the two files. */
  sampleRate: z.number().int().positive(),
  /** In order, without overlap; empty when the two have nothing in common. */
  spans: z.array(spanSchema),
  /** How much louder the newer version is as a whole; null when the two have nothing in common. */
  gainDb: z.number().nullable(),
  polarityInverted: z.boolean(),
  /** In order. Empty with `processed` means everywhere, with `identical` and `same` nowhere. */
  changes: z.array(changeSchema),
  /**
   * How far below the music what differs lies, dB, in steps of `everySeconds` on the newer version's time line from 0; null
   * where nothing differs or nothing plays.
   */
  curve: z.object({ everySeconds: z.number().positive(), relativeDb: z.array(z.number().nullable()) }),
});
export type ComparisonResult = z.infer<typeof comparisonResultSchema>;
