import type { MasterSettings } from '@sweetspot/dsp';
import {
  neutralCompressor,
  neutralDynamicEq,
  neutralEq,
  neutralLimiter,
  neutralMultiband,
  neutralSaturation,
  neutralToneCurve,
  neutralWidth,
} from '@sweetspot/dsp';
import { z } from 'zod';
import { masterStemsSchema } from './master-stems.ts';
import { matchSchema } from './match.ts';
import {
  compressorSchema,
  ditherSchema,
  dynamicEqSchema,
  limiterSchema,
  multibandSchema,
  phaseEqSchema,
  reason,
  saturationSchema,
  toneCurveSchema,
  widthSchema,
} from './processors.ts';

const plainDither = { shape: 'tpdf', seed: 1 } as const;

/** The chain of a master, in the order in which it is heard, and what it aims at. */
export const masterRecipeSchema = z
  .strictObject({
    kind: z.literal('master'),
    version: z.literal(2),
    targetLufs: z.number().min(-36).max(-4),
    ceilingDbtp: z.number().min(-20).max(0),
    /** Of a stem master: what is done to each before their sum goes through the chain. Absent, one stereo file does. */
    stems: masterStemsSchema.optional(),
    /** A trim in front of the chain. */
    inputGainDb: z.number().min(-40).max(40),
    eq: phaseEqSchema,
    toneCurve: toneCurveSchema.default(neutralToneCurve()),
    dynamicEq: dynamicEqSchema.default(neutralDynamicEq()),
    multiband: multibandSchema.prefault(neutralMultiband()),
    compressor: compressorSchema,
    saturation: saturationSchema.default(neutralSaturation()),
    width: widthSchema.default(neutralWidth()),
    /** Gain into the limiter, found by the render so that the result meets `targetLufs`; null is not found yet. */
    driveDb: z.number().min(-40).max(40).nullable().default(0),
    limiter: limiterSchema,
    dither: ditherSchema.default(plainDither),
    bitDepth: z.union([z.literal(16), z.literal(24), z.literal('32f')]),
    /** Records it is brought near to, or was. */
    match: matchSchema.optional(),
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
    driveDb: null,
    compressor: { ...neutralCompressor(), detector: 'rms', ratio: 1.5, attackMs: 30, releaseMs: 200 },
    limiter: { ...neutralLimiter(), ceilingDbtp },
    bitDepth: 24,
  });
};

/** What the master engine needs of a recipe. */
export const masterSettingsOf = (recipe: MasterRecipe): MasterSettings => {
  const { inputGainDb, eq, toneCurve, dynamicEq, multiband, compressor, saturation, width, driveDb, limiter } = recipe;
  return {
    inputGainDb,
    eq,
    toneCurve,
    dynamicEq,
    multiband,
    compressor,
    saturation,
    width,
    driveDb: driveDb ?? 0,
    limiter,
  };
};
