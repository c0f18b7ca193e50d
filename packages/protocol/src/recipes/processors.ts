import { z } from 'zod';
import { storableSchema } from '../storable.ts';

/**
 * Settings of the processors, bounded, so that whatever parses can be rendered. They are structurally those of
 * `@sweetspot/dsp`. Objects are strict: a recipe that asks for something this release does not know is refused, because
 * leaving it out would give another sound than was asked for.
 */

export const frequencyHz = z.number().min(10).max(40_000);
export const gainDb = z.number().min(-24).max(24);
/** A fader or a send: at most +12 dB, `null` is −∞. */
export const levelDb = z.number().min(-120).max(12).nullable();
export const pan = z.number().min(-1).max(1);
/** Side against mid: 0 is mono, 1 as it is, 2 twice as wide. */
export const width = z.number().min(0).max(2);
/** One sentence on why a move was made; shown beside it. */
export const reason = storableSchema.max(500).optional();
/** Characters of an id or a name. */
export const longestName = 200;
/** Of a strip, group or return: what sends, outputs and engines call it. */
export const nodeId = storableSchema.min(1).max(longestName);
export const nodeName = storableSchema.max(longestName);

const slopeDbPerOctave = z.union([
  z.literal(6),
  z.literal(12),
  z.literal(18),
  z.literal(24),
  z.literal(36),
  z.literal(48),
]);

export const eqBandSchema = z.strictObject({
  type: z.enum(['highPass', 'lowPass', 'lowShelf', 'highShelf', 'bell', 'notch', 'tilt']),
  enabled: z.boolean(),
  channel: z.enum(['stereo', 'mid', 'side']).optional(),
  frequencyHz,
  gainDb,
  q: z.number().min(0.1).max(40),
  slopeDbPerOctave: slopeDbPerOctave.optional(),
});

export const eqSchema = z.strictObject({ enabled: z.boolean(), bands: z.array(eqBandSchema).max(8) });

/** An equaliser that may also keep the shape of waves (linear phase), for which it delays. */
export const phaseEqSchema = eqSchema.extend({ phase: z.enum(['minimum', 'linear']).default('minimum') });

export const highPassSchema = z.strictObject({
  enabled: z.boolean(),
  frequencyHz: z.number().min(10).max(2000),
  slopeDbPerOctave,
});

const sideChain = z.strictObject({ lowCutHz: frequencyHz.nullable(), highCutHz: frequencyHz.nullable() }).optional();
const lookAheadMs = z.number().min(0).max(20);

export const compressorSchema = z.strictObject({
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
  autoRelease: z.boolean().optional(),
  lookAheadMs: lookAheadMs.optional(),
  sideChain,
});

export const gateSchema = z.strictObject({
  enabled: z.boolean(),
  thresholdDb: z.number().min(-100).max(0),
  hysteresisDb: z.number().min(0).max(24),
  ratio: z.number().min(1).max(100),
  rangeDb: z.number().min(0).max(120),
  attackMs: z.number().min(0).max(500),
  holdMs: z.number().min(0).max(2000),
  releaseMs: z.number().min(1).max(5000),
  lookAheadMs,
  sideChain,
});

export const transientSchema = z.strictObject({ enabled: z.boolean(), attackDb: gainDb, sustainDb: gainDb });

export const dynamicEqSchema = z.strictObject({
  enabled: z.boolean(),
  bands: z
    .array(
      z.strictObject({
        type: z.enum(['bell', 'lowShelf', 'highShelf']),
        enabled: z.boolean(),
        frequencyHz,
        q: z.number().min(0.1).max(40),
        thresholdDb: z.number().min(-80).max(0),
        ratio: z.number().min(1).max(100),
        kneeDb: z.number().min(0).max(36),
        rangeDb: gainDb,
        attackMs: z.number().min(0).max(500),
        releaseMs: z.number().min(1).max(5000),
      }),
    )
    .max(4),
});

export const multibandSchema = z
  .strictObject({
    enabled: z.boolean(),
    crossoversHz: z.array(frequencyHz).min(1).max(4),
    bands: z
      .array(compressorSchema.omit({ lookAheadMs: true, sideChain: true }))
      .min(2)
      .max(5),
    lookAheadMs,
  })
  .refine(({ crossoversHz, bands }) => crossoversHz.length === bands.length - 1, {
    message: 'Between two bands there is one crossover',
    path: ['crossoversHz'],
  })
  .refine(({ crossoversHz }) => crossoversHz.every((hz, at) => at === 0 || crossoversHz[at - 1]! < hz), {
    message: 'The crossovers of a multiband compressor ascend',
    path: ['crossoversHz'],
  });

export const saturationSchema = z.strictObject({
  enabled: z.boolean(),
  character: z.enum(['tape', 'tube', 'clip']),
  driveDb: z.number().min(0).max(24),
  mix: z.number().min(0).max(1),
});

export const widthSchema = z.strictObject({
  enabled: z.boolean(),
  width,
  monoBelowHz: z.number().min(0).max(1000),
});

const toneCurvePoints = z
  .array(z.strictObject({ hz: frequencyHz, db: z.number().min(-24).max(24) }))
  .max(64)
  .refine((points) => points.every(({ hz }, at) => at === 0 || hz > points[at - 1]!.hz), {
    message: 'The points of a tone curve ascend in frequency',
  });

export const toneCurveSchema = z.strictObject({
  enabled: z.boolean(),
  phase: z.enum(['linear', 'minimum']),
  mid: toneCurvePoints,
  side: toneCurvePoints,
  reason,
});

export const limiterSchema = z.strictObject({
  enabled: z.boolean(),
  ceilingDbtp: z.number().min(-20).max(0),
  releaseMs: z.number().min(1).max(2000),
  lookAheadMs: z.number().min(0.5).max(10),
});

export const reverbSchema = z.strictObject({
  type: z.literal('reverb'),
  size: z.number().min(0).max(1),
  decaySeconds: z.number().min(0.1).max(20),
  damping: z.number().min(0).max(1),
  preDelayMs: z.number().min(0).max(250),
  width: z.number().min(0).max(1),
});

export const convolutionSchema = z.strictObject({
  type: z.literal('convolution'),
  kind: z.enum(['room', 'chamber', 'plate', 'hall']),
  size: z.number().min(0).max(1),
  decaySeconds: z.number().min(0.05).max(5),
  damping: z.number().min(0).max(1),
  preDelayMs: z.number().min(0).max(250),
  width: z.number().min(0).max(1),
});

export const delaySchema = z.strictObject({
  type: z.literal('delay'),
  timeMs: z.number().min(1).max(2500),
  feedback: z.number().min(0).max(0.95),
  lowCutHz: frequencyHz,
  highCutHz: frequencyHz,
  pingPong: z.boolean(),
});

export const modulationSchema = z.strictObject({
  type: z.literal('modulation'),
  kind: z.enum(['chorus', 'flanger', 'phaser', 'tremolo']),
  rateHz: z.number().min(0.01).max(20),
  depth: z.number().min(0).max(1),
  feedback: z.number().min(-0.95).max(0.95),
  mix: z.number().min(0).max(1),
  stereoPhaseDegrees: z.number().min(0).max(180),
});

export const effectSchema = z.discriminatedUnion('type', [
  reverbSchema,
  convolutionSchema,
  delaySchema,
  modulationSchema,
]);
export type Effect = z.infer<typeof effectSchema>;

/** Noise at the last bit of a print (Lipshitz & Vanderkooy); shaped, it goes where hearing is dull. Equal seeds give equal bytes. */
export const ditherSchema = z.strictObject({
  shape: z.enum(['none', 'tpdf', 'tpdf-high', 'shaped']),
  seed: z.number().int().min(0).max(0xffff_ffff),
});
