import type { MixSettings } from '@sweetspot/dsp';
import {
  neutralBus,
  neutralCompressor,
  neutralDynamicEq,
  neutralEq,
  neutralSaturation,
  neutralStrip,
} from '@sweetspot/dsp';
import { z } from 'zod';
import {
  compressorSchema,
  dynamicEqSchema,
  eqSchema,
  levelDb,
  nodeId,
  nodeName,
  reason,
  saturationSchema,
  width,
} from './processors.ts';

/** One of the few stems of a stem master: what is done to it before all of them go through the chain together. */
export const masterStemSchema = z.strictObject({
  /** Of the stem's file. */
  id: nodeId,
  name: nodeName,
  eq: eqSchema.default(neutralEq()),
  dynamicEq: dynamicEqSchema.default(neutralDynamicEq()),
  compressor: compressorSchema.prefault(neutralCompressor()),
  saturation: saturationSchema.default(neutralSaturation()),
  width: width.default(1),
  levelDb: levelDb.default(0),
  mute: z.boolean().default(false),
  reason,
});
export type MasterStem = z.infer<typeof masterStemSchema>;

/** A stem that nothing is done to. */
export const defaultMasterStem = (id: string, name: string): MasterStem => masterStemSchema.parse({ id, name });

/** Least and most; one is a file to master, more than eight are a mix. */
export const masterStemCounts = [2, 8] as const;

export const masterStemsSchema = z
  .array(masterStemSchema)
  .min(masterStemCounts[0])
  .max(masterStemCounts[1])
  .refine((stems) => new Set(stems.map(({ id }) => id)).size === stems.length, { message: 'Two stems have one id' });

/** What the mix engine needs to sum them: strips of their own, straight to a bus at rest. */
export const stemSumSettings = (stems: readonly MasterStem[]): MixSettings => ({
  strips: stems.map(({ id, eq, dynamicEq, compressor, saturation, width: wide, levelDb: faderDb, mute }) => ({
    ...neutralStrip(id),
    eq,
    deEsser: dynamicEq,
    compressor,
    saturation,
    width: wide,
    faderDb,
    mute,
  })),
  groups: [],
  returns: [],
  bus: neutralBus(),
});
