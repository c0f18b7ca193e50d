import type { MixSettings } from '@sweetspot/dsp';
import {
  neutralBus,
  neutralDeEsser,
  neutralEq,
  neutralGate,
  neutralGroup,
  neutralReturns,
  neutralSaturation,
  neutralStrip,
  neutralTransient,
} from '@sweetspot/dsp';
import { z } from 'zod';
import { automationSchema } from './automation.ts';
import { findGraphFault } from './graph-fault.ts';
import {
  compressorSchema,
  dynamicEqSchema,
  effectSchema,
  eqSchema,
  gainDb,
  gateSchema,
  highPassSchema,
  levelDb,
  nodeId,
  nodeName,
  pan,
  reason,
  saturationSchema,
  transientSchema,
  width,
} from './processors.ts';

const sends = z
  .array(z.strictObject({ to: nodeId, levelDb, position: z.enum(['pre', 'post']) }))
  .max(8)
  .default([]);
const automation = z.array(automationSchema).max(11).default([]);

/** One stem on its way into the mix. A parallel split is two strips of one stem. */
export const stripSchema = z.strictObject({
  id: nodeId,
  stemId: nodeId,
  name: nodeName,
  trimDb: z.number().min(-60).max(60),
  polarityInverted: z.boolean(),
  delaySamples: z.number().int().min(0).max(192_000).default(0),
  gate: gateSchema.default(neutralGate()),
  highPass: highPassSchema,
  eq: eqSchema,
  deEsser: dynamicEqSchema.default(neutralDeEsser()),
  compressor: compressorSchema,
  transient: transientSchema.default(neutralTransient()),
  saturation: saturationSchema.default(neutralSaturation()),
  pan,
  width: width.default(1),
  faderDb: levelDb,
  mute: z.boolean(),
  solo: z.boolean(),
  soloSafe: z.boolean().default(false),
  /** The group it goes to; `null` is the mix bus. */
  output: nodeId.nullable().default(null),
  sends,
  automation,
  reason,
});
export type Strip = z.infer<typeof stripSchema>;

export const groupSchema = z.strictObject({
  id: nodeId,
  name: nodeName,
  eq: eqSchema,
  compressor: compressorSchema,
  saturation: saturationSchema.default(neutralSaturation()),
  pan,
  width: width.default(1),
  faderDb: levelDb,
  mute: z.boolean(),
  solo: z.boolean(),
  sends,
  automation,
  reason,
});
export type Group = z.infer<typeof groupSchema>;

export const returnSchema = z.strictObject({
  id: nodeId,
  name: nodeName,
  /** What reaches the effect. */
  eq: eqSchema.default(neutralEq()),
  effect: effectSchema,
  levelDb,
  mute: z.boolean(),
});
export type Return = z.infer<typeof returnSchema>;

const sampleRate = z.number().int().min(8000).max(192_000);

/** A mix as a graph: strips → groups → mix bus; sends → returns → mix bus. */
export const mixRecipeSchema = z
  .strictObject({
    kind: z.literal('mix'),
    version: z.literal(2),
    sampleRate,
    strips: z.array(stripSchema).min(1).max(128),
    groups: z.array(groupSchema).max(32),
    returns: z.array(returnSchema).max(8),
    bus: z.strictObject({ eq: eqSchema, compressor: compressorSchema, gainDb, reason }),
    /**
     * The print leaves room for mastering: its true peak is at `truePeakDbtp` or lower. Null prints the mix at the level it
     * has, to be compared with other sums.
     */
    print: z.strictObject({
      truePeakDbtp: z.number().min(-30).max(-1).nullable(),
      bitDepth: z.union([z.literal(24), z.literal('32f')]),
    }),
    /** What was decided for the mix as a whole. */
    reason,
  })
  .superRefine((recipe, context) => {
    const fault = findGraphFault(recipe);
    if (fault) context.addIssue({ code: 'custom', ...fault });
  });
export type MixRecipe = z.infer<typeof mixRecipeSchema>;

/** A strip that changes nothing. Strips of one stem need ids of their own; the first has the stem's. */
export const defaultStrip = (stemId: string, name: string, id = stemId): Strip =>
  stripSchema.parse({ ...neutralStrip(id), stemId, name });

/** A group that changes nothing. */
export const defaultGroup = (id: string, name: string): Group => groupSchema.parse({ ...neutralGroup(id), name });

const returnNames: Record<Return['effect']['type'], string> = {
  reverb: 'Reverb',
  convolution: 'Reverb',
  delay: 'Delay',
  modulation: 'Modulation',
};

/** The plain sum of the stems, printed at −6 dBTP or lower, with a reverb and a delay that nothing is sent to. */
export const defaultMixRecipe = (rate: number, stems: { stemId: string; name: string }[]): MixRecipe =>
  mixRecipeSchema.parse({
    kind: 'mix',
    version: 2,
    sampleRate: rate,
    strips: stems.map(({ stemId, name }) => defaultStrip(stemId, name)),
    groups: [],
    returns: neutralReturns().map((one) => ({ ...one, name: returnNames[one.effect.type] })),
    bus: neutralBus(),
    print: { truePeakDbtp: -6, bitDepth: 24 },
  });

/** What the mix engine needs of a recipe. */
export const mixSettingsOf = ({ strips, groups, returns, bus }: MixRecipe): MixSettings => ({
  strips,
  groups,
  returns,
  bus,
});
