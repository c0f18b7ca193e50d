import type { MasterSettings, MixSettings, StripSettings } from '@sweetspot/dsp';
import {
  neutralBus,
  neutralCompressor,
  neutralDelay,
  neutralEq,
  neutralLimiter,
  neutralReverb,
  neutralStrip,
} from '@sweetspot/dsp';
import { z } from 'zod';

/**
 * Recipes: everything a render needs to know besides its inputs. They are saved with the version they made and can be
 * opened again. Every value is bounded here, so that whatever parses can be rendered. The settings inside are
 * structurally those of `@sweetspot/dsp`.
 */

const frequencyHz = z.number().min(10).max(40_000);
const gainDb = z.number().min(-24).max(24);
/** A fader or a send: at most +12 dB, `null` is −∞. */
const levelDb = z.number().min(-120).max(12).nullable();
const slopeDbPerOctave = z.union([
  z.literal(6),
  z.literal(12),
  z.literal(18),
  z.literal(24),
  z.literal(36),
  z.literal(48),
]);

export const eqBandSchema = z.object({
  type: z.enum(['highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell', 'notch', 'tilt']),
  enabled: z.boolean(),
  frequencyHz,
  gainDb,
  q: z.number().min(0.1).max(40),
  slopeDbPerOctave: slopeDbPerOctave.optional(),
});

export const eqSchema = z.object({ enabled: z.boolean(), bands: z.array(eqBandSchema).max(8) });

export const highPassSchema = z.object({
  enabled: z.boolean(),
  frequencyHz: z.number().min(10).max(2000),
  slopeDbPerOctave,
});

export const compressorSchema = z.object({
  enabled: z.boolean(),
  thresholdDb: z.number().min(-80).max(0),
  ratio: z.number().min(1).max(100),
  kneeDb: z.number().min(0).max(36),
  attackMs: z.number().min(0).max(500),
  releaseMs: z.number().min(1).max(5000),
  makeupDb: z.number().min(-24).max(24),
  mix: z.number().min(0).max(1),
  detector: z.enum(['peak', 'rms']).default('peak'),
  stereoLink: z.number().min(0).max(1).default(1),
});

/** One sentence on why a move was made; shown beside it. */
const reason = z.string().max(500).optional();

export const stripSchema = z.object({
  /** The strip's id for the engine: the stem's. */
  id: z.string().min(1).max(200),
  stemId: z.string().min(1).max(200),
  name: z.string().max(200),
  trimDb: z.number().min(-60).max(60),
  polarityInverted: z.boolean(),
  highPass: highPassSchema,
  eq: eqSchema,
  compressor: compressorSchema,
  pan: z.number().min(-1).max(1),
  faderDb: levelDb,
  mute: z.boolean(),
  solo: z.boolean(),
  sends: z.object({ reverbDb: levelDb, delayDb: levelDb }),
  reason,
});
export type Strip = z.infer<typeof stripSchema>;

export const reverbSchema = z.object({
  enabled: z.boolean(),
  size: z.number().min(0).max(1),
  decaySeconds: z.number().min(0.1).max(20),
  damping: z.number().min(0).max(1),
  preDelayMs: z.number().min(0).max(250),
  width: z.number().min(0).max(1),
  returnDb: z.number().min(-60).max(12),
});

export const delaySchema = z.object({
  enabled: z.boolean(),
  timeMs: z.number().min(1).max(2500),
  feedback: z.number().min(0).max(0.95),
  lowCutHz: frequencyHz,
  highCutHz: frequencyHz,
  pingPong: z.boolean(),
  returnDb: z.number().min(-60).max(12),
});

const sampleRate = z.number().int().min(8000).max(192_000);

export const mixRecipeSchema = z
  .object({
    kind: z.literal('mix'),
    version: z.literal(1),
    sampleRate,
    strips: z.array(stripSchema).min(1).max(128),
    reverb: reverbSchema,
    delay: delaySchema,
    bus: z.object({ eq: eqSchema, compressor: compressorSchema, gainDb, reason }),
    /** The print leaves room for mastering: its true peak is at `truePeakDbtp` or lower. */
    print: z.object({
      truePeakDbtp: z.number().min(-30).max(-1),
      bitDepth: z.union([z.literal(24), z.literal('32f')]),
    }),
    /** What was decided for the mix as a whole. */
    reason,
  })
  .refine(({ strips }) => new Set(strips.map((strip) => strip.stemId)).size === strips.length, {
    message: 'A stem has two strips',
    path: ['strips'],
  });
export type MixRecipe = z.infer<typeof mixRecipeSchema>;

export const limiterSchema = z.object({
  enabled: z.boolean(),
  ceilingDbtp: z.number().min(-20).max(0),
  releaseMs: z.number().min(1).max(2000),
  lookAheadMs: z.number().min(0.5).max(10),
});

export const masterRecipeSchema = z
  .object({
    kind: z.literal('master'),
    version: z.literal(1),
    targetLufs: z.number().min(-36).max(-4),
    ceilingDbtp: z.number().min(-20).max(0),
    /** Found by the render so that the result meets `targetLufs`; where the search starts. */
    inputGainDb: z.number().min(-40).max(40),
    eq: eqSchema,
    compressor: compressorSchema,
    limiter: limiterSchema,
    bitDepth: z.union([z.literal(16), z.literal(24), z.literal('32f')]),
    reason,
  })
  .refine(({ ceilingDbtp, limiter }) => limiter.ceilingDbtp <= ceilingDbtp, {
    message: 'The limiter must not let more through than the ceiling of the master',
    path: ['limiter', 'ceilingDbtp'],
  });
export type MasterRecipe = z.infer<typeof masterRecipeSchema>;

export const recipeSchema = z.discriminatedUnion('kind', [mixRecipeSchema, masterRecipeSchema]);
export type Recipe = z.infer<typeof recipeSchema>;

/** A strip that changes nothing. */
export const defaultStrip = (stemId: string, name: string): Strip =>
  stripSchema.parse({ ...neutralStrip(stemId), stemId, name });

/** The plain sum of the stems, printed at −6 dBTP or lower. */
export const defaultMixRecipe = (rate: number, stems: { stemId: string; name: string }[]): MixRecipe =>
  mixRecipeSchema.parse({
    kind: 'mix',
    version: 1,
    sampleRate: rate,
    strips: stems.map(({ stemId, name }) => defaultStrip(stemId, name)),
    reverb: neutralReverb(),
    delay: neutralDelay(),
    bus: neutralBus(),
    print: { truePeakDbtp: -6, bitDepth: 24 },
  });

/** One gain and the limiter. −14 LUFS and −1 dBTP are what most streaming services ask for. */
export const defaultMasterRecipe = (target: { lufs?: number; ceilingDbtp?: number } = {}): MasterRecipe => {
  const ceilingDbtp = target.ceilingDbtp ?? -1;
  return masterRecipeSchema.parse({
    kind: 'master',
    version: 1,
    targetLufs: target.lufs ?? -14,
    ceilingDbtp,
    inputGainDb: 0,
    eq: neutralEq(),
    compressor: { ...neutralCompressor(), detector: 'rms', ratio: 1.5, attackMs: 30, releaseMs: 200 },
    limiter: { ...neutralLimiter(), ceilingDbtp },
    bitDepth: 24,
  });
};

/**
 * Reads a recipe of any version this or an older release wrote, as the newest version. Throws a ZodError that names what
 * is wrong with it. The only version so far is 1; a version 2 adds its step from 1 here.
 */
export const migrateRecipe = (saved: unknown): Recipe => recipeSchema.parse(saved);

/** What the mix engine needs of a recipe. */
export const mixSettingsOf = ({ strips, reverb, delay, bus }: MixRecipe): MixSettings => ({
  strips: strips satisfies StripSettings[],
  reverb,
  delay,
  bus,
});

/** What the master engine needs of a recipe. */
export const masterSettingsOf = ({ inputGainDb, eq, compressor, limiter }: MasterRecipe): MasterSettings => ({
  inputGainDb,
  eq,
  compressor,
  limiter,
});
