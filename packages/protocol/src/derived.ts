import { z } from 'zod';

/**
 * What is made from an original at ingest and can be made again: the peaks pyramid and the lossless segments.
 * Keys are storage keys below `derived/<sha256>/<engine>/`.
 */
export const derivedSchema = z.object({
  engine: z.string(),
  peaksKey: z.string(),
  segments: z.object({
    keyPrefix: z.string(),
    /** `flac`: integers of `bitDepth`, to be multiplied by 2^exponent; `wav`: float32. */
    codec: z.enum(['flac', 'wav']),
    bitDepth: z.union([z.literal(16), z.literal(24), z.literal(32)]),
    exponent: z.number().int().min(0).max(8),
    framesPerSegment: z.number().int().positive(),
    count: z.number().int().nonnegative(),
  }),
});
export type Derived = z.infer<typeof derivedSchema>;

/** File name of a segment below its prefix: `00012.flac`. */
export const segmentName = (index: number, codec: 'flac' | 'wav'): string =>
  `${String(index).padStart(5, '0')}.${codec}`;
