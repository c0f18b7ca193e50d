import { z } from 'zod';
import { storableSchema } from '../storable.ts';
import { nodeName } from './processors.ts';

/** Most records that one match listens to. */
export const mostReferences = 8;
/** What is shorter says too little of how a record sounds. */
export const leastReferenceSeconds = 5;

const share = z.number().min(0).max(1);

/** How much of the way to the references to go, 0 … 1 each. */
export const matchIntensitySchema = z.strictObject({ tone: share, level: share, width: share, dynamics: share });
export type MatchIntensity = z.infer<typeof matchIntensitySchema>;

export const fullMatch: MatchIntensity = { tone: 1, level: 1, width: 1, dynamics: 1 };

/** Records that a master is brought near to, and what came of it. */
export const matchSchema = z.strictObject({
  /** By content, so that a recipe says which records they were when none of them is there any more. */
  references: z
    .array(
      z.strictObject({
        sha256: storableSchema.min(1).max(64),
        name: nodeName,
        weight: z.number().positive().default(1),
      }),
    )
    .min(1)
    .max(mostReferences)
    .refine((all) => new Set(all.map(({ sha256 }) => sha256)).size === all.length, {
      message: 'A reference is there twice',
    }),
  intensity: matchIntensitySchema,
  /**
   * By thirds of an octave how many dB the song lies over its references, levels apart: as it came, and behind the chain. Null
   * until a render has listened; then the rest of the recipe holds what was found, and the references are not needed again.
   */
  found: z
    .array(z.strictObject({ hz: z.number(), beforeDb: z.number(), afterDb: z.number() }))
    .max(64)
    .nullable(),
});
export type Match = z.infer<typeof matchSchema>;
export type MatchBand = NonNullable<Match['found']>[number];

/** The loudness that a master aims at: so much of the way from its own target to that of the references. Within what a recipe allows. */
export function matchedTargetLufs(
  targetLufs: number,
  references: readonly { integratedLufs: number; weight: number }[],
  level: number,
): number {
  const total = references.reduce((sum, { weight }) => sum + weight, 0);
  const mean = references.reduce((sum, one) => sum + (one.integratedLufs * one.weight) / total, 0);
  return Math.min(-4, Math.max(-36, targetLufs + (mean - targetLufs) * level));
}

/** How far apart two records sound, levels apart: RMS of the differences between 40 Hz and 10 kHz, in dB. Null without bands. */
export function matchDistanceDb(found: readonly MatchBand[], when: 'beforeDb' | 'afterDb'): number | null {
  const audible = found.filter(({ hz }) => hz >= 40 && hz <= 10_000);
  if (audible.length === 0) return null;
  return Math.sqrt(audible.reduce((sum, band) => sum + band[when] ** 2, 0) / audible.length);
}

/** Why a file cannot be matched, as the end of a sentence that begins with its name; null when it can. */
export function whyNoReference(file: {
  frames: number | null;
  sampleRate: number | null;
  channels: number | null;
  integratedLufs: number | null;
}): string | null {
  const { frames, sampleRate, channels, integratedLufs } = file;
  if (frames === null || sampleRate === null) return 'cannot be heard yet';
  if (frames < leastReferenceSeconds * sampleRate) return `is shorter than ${leastReferenceSeconds} seconds`;
  if ((channels ?? 0) > 2) return 'has more than two channels';
  return integratedLufs === null ? 'is silent' : null;
}
