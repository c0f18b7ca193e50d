import type { MasterSettings } from '@sweetspot/dsp';
import { neutralCompressor, neutralEq, neutralLimiter, neutralToneCurve } from '@sweetspot/dsp';
import { z } from 'zod';
import { compressorSchema, ditherSchema, eqSchema, limiterSchema, reason, toneCurveSchema } from './processors.ts';

const plainDither = { shape: 'tpdf', seed: 1 } as const;

/** The chain of a master, in the order in which it is heard, and what it aims at. */
export const masterRecipeSchema = z
  .strictObject({
    kind: z.literal('master'),
    version: z.literal(2),
    targetLufs: z.number().min(-36).max(-4),
    ceilingDbtp: z.number().min(-20).max(0),
    /** Trim in front of the chain: what brings a mix to the level its compressor was set for. */
    inputGainDb: z.number().min(-40).max(40),
    eq: eqSchema,
    toneCurve: toneCurveSchema.default(neutralToneCurve),
    compressor: compressorSchema,
    /** Gain into the limiter, found by the render so that the result meets `targetLufs`; null is not found yet. */
    driveDb: z.number().min(-40).max(40).nullable().default(0),
    limiter: limiterSchema,
    dither: ditherSchema.default(plainDither),
    bitDepth: z.union([z.literal(16), z.literal(24), z.literal('32f')]),
    reason,
  })
  .refine(({ ceilingDbtp, limiter }) => limiter.ceilingDbtp <= ceilingDbtp, {
    message: 'The limiter must not let more through than the ceiling of the master',
    path: ['limiter', 'ceilingDbtp'],
  });
export type MasterRecipe = z.infer<typeof masterRecipeSchema>;

/** One gain and the limiter. −14 LUFS and −1 dBTP are what most streaming services ask for. */
export const defaultMasterRecipe = (target: { lufs?: number; ceilingDbtp?: number } = {}): MasterRecipe => {
  const ceilingDbtp = target.ceilingDbtp ?? -1;
  return masterRecipeSchema.parse({
    kind: 'master',
    version: 2,
    targetLufs: target.lufs ?? -14,
    ceilingDbtp,
    inputGainDb: 0,
    eq: neutralEq(),
    toneCurve: neutralToneCurve(),
    driveDb: null,
    compressor: { ...neutralCompressor(), detector: 'rms', ratio: 1.5, attackMs: 30, releaseMs: 200 },
    limiter: { ...neutralLimiter(), ceilingDbtp },
    bitDepth: 24,
  });
};

/** What the master engine needs of a recipe. */
export const masterSettingsOf = ({
  inputGainDb,
  eq,
  toneCurve,
  compressor,
  driveDb,
  limiter,
}: MasterRecipe): MasterSettings => ({
  inputGainDb,
  eq,
  toneCurve,
  compressor,
  driveDb: driveDb ?? 0,
  limiter,
});
