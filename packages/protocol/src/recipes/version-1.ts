import { z } from 'zod';

/**
 * Recipes as the first release wrote them. Kept as they were, so that every saved one can be read; see `migrateRecipe`.
 * There the returns were one reverb and one delay, and a strip was its stem.
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

const eqBandSchema = z.object({
  type: z.enum(['highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell', 'notch', 'tilt']),
  enabled: z.boolean(),
  frequencyHz,
  gainDb,
  q: z.number().min(0.1).max(40),
  slopeDbPerOctave: slopeDbPerOctave.optional(),
});

const eqSchema = z.object({ enabled: z.boolean(), bands: z.array(eqBandSchema).max(8) });

const highPassSchema = z.object({
  enabled: z.boolean(),
  frequencyHz: z.number().min(10).max(2000),
  slopeDbPerOctave,
});

const compressorSchema = z.object({
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

const stripSchema = z.object({
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

const reverbSchema = z.object({
  enabled: z.boolean(),
  size: z.number().min(0).max(1),
  decaySeconds: z.number().min(0.1).max(20),
  damping: z.number().min(0).max(1),
  preDelayMs: z.number().min(0).max(250),
  width: z.number().min(0).max(1),
  returnDb: z.number().min(-60).max(12),
});

const delaySchema = z.object({
  enabled: z.boolean(),
  timeMs: z.number().min(1).max(2500),
  feedback: z.number().min(0).max(0.95),
  lowCutHz: frequencyHz,
  highCutHz: frequencyHz,
  pingPong: z.boolean(),
  returnDb: z.number().min(-60).max(12),
});

const sampleRate = z.number().int().min(8000).max(192_000);

const mixSchema = z
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

const limiterSchema = z.object({
  enabled: z.boolean(),
  ceilingDbtp: z.number().min(-20).max(0),
  releaseMs: z.number().min(1).max(2000),
  lookAheadMs: z.number().min(0.5).max(10),
});

const masterSchema = z
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

const recipeSchema = z.discriminatedUnion('kind', [mixSchema, masterSchema]);

export const isVersion1 = (saved: unknown): boolean =>
  typeof saved === 'object' && saved !== null && 'version' in saved && saved.version === 1;

/** The same sound in the shape of version 2; to be parsed there. Throws a ZodError when it is no recipe of version 1. */
export const version1To2 = (saved: unknown): object => {
  const recipe = recipeSchema.parse(saved);
  if (recipe.kind === 'master') return { ...recipe, version: 2 };
  const { reverb, delay, strips, ...rest } = recipe;
  return {
    ...rest,
    version: 2,
    strips: strips.map(({ sends, ...strip }) => ({
      ...strip,
      id: strip.stemId,
      sends: [...sendTo('reverb', sends.reverbDb), ...sendTo('delay', sends.delayDb)],
    })),
    groups: [],
    returns: [returnOf('reverb', 'Reverb', reverb), returnOf('delay', 'Delay', delay)],
  };
};

const sendTo = (to: string, levelDb: number | null): object[] =>
  levelDb === null ? [] : [{ to, levelDb, position: 'post' }];

const returnOf = (
  type: 'reverb' | 'delay',
  name: string,
  { enabled, returnDb, ...settings }: { enabled: boolean; returnDb: number },
): object => ({ id: type, name, effect: { type, ...settings }, levelDb: returnDb, mute: !enabled });
