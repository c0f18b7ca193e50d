import { z } from 'zod';
import { findingSchema } from './readiness.ts';

/** How two stems relate where both sound: their strongest likeness, and at which distance in time. */
export const stemPairSchema = z.object({
  /** Places in the list of stems. */
  first: z.number().int().nonnegative(),
  second: z.number().int().nonnegative(),
  /** −1 … 1: the largest normalised cross-correlation within ±10 ms. */
  correlation: z.number(),
  /** How much later the second is, in samples at `sampleRate`. */
  lagSamples: z.number().int(),
});
export type StemPair = z.infer<typeof stemPairSchema>;

/** What was measured of stems together; single stems are measured by their analysis. */
export const intakeMeasuresSchema = z.object({
  /** Rate of every number of samples here. */
  sampleRate: z.number().int().positive(),
  /** Pairs alike enough to say something about, strongest first. */
  pairs: z.array(stemPairSchema),
  /** Per stem: how much later it lies than in the rough, in samples; null without a rough or where it cannot be told. */
  offsetSamples: z.array(z.number().int().nullable()),
  /** The plain sum of all stems against the rough; null without one. */
  rough: z
    .object({
      /** How much later the sum lies. */
      offsetSamples: z.number().int(),
      /** What the sum is turned up by to match. */
      gainDb: z.number(),
      /** What is left of the rough when the sum is taken away, below the rough; more negative is more alike. */
      residualDb: z.number().nullable(),
      /** The same when every stem may have a level of its own: what balance alone explains. */
      balancedResidualDb: z.number().nullable(),
      /** Those levels; null where a stem is not in the rough. */
      stemGainsDb: z.array(z.number().nullable()),
    })
    .nullable(),
});
export type IntakeMeasures = z.infer<typeof intakeMeasuresSchema>;

/** A finding about some of the stems, or, when it names none, about all of them together. */
export const stemFindingSchema = findingSchema.extend({ stems: z.array(z.number().int().nonnegative()) });
export type StemFinding = z.infer<typeof stemFindingSchema>;
