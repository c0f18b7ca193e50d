import { z } from 'zod';

/** A level or a difference of levels; −∞ (silence) and "cannot be said" are null, because JSON has no infinity. */
const level = z.number().finite().nullable();

/** How the samples of a file are to be taken: exactly, as rounded to the canonical grid, or as float32. */
export const sampleKindSchema = z.enum(['int', 'lossy', 'float']);

export const mediaFormatSchema = z.object({
  container: z.enum(['wav', 'rf64', 'aiff', 'aifc', 'flac', 'mp3', 'mp4', 'ogg']),
  codec: z.string(),
  sampleKind: sampleKindSchema,
  sampleRate: z.number().int().positive(),
  /** Bits of a sample as stored; null for lossy codecs, which have none. */
  bitDepth: z.number().int().positive().nullable(),
  channels: z.number().int().positive(),
  frames: z.number().int().nonnegative(),
});
export type MediaFormat = z.infer<typeof mediaFormatSchema>;

/** Something a listener should know although the file could be read: `truncated`, `damaged`, … */
export const mediaWarningSchema = z.object({ code: z.string(), message: z.string() });
export type MediaWarning = z.infer<typeof mediaWarningSchema>;

/** What a file measures; loudness after BS.1770-5 and EBU Tech 3341/3342. Mono files are measured as one channel. */
export const analysisSchema = z.object({
  format: mediaFormatSchema,
  loudness: z.object({
    integratedLufs: level,
    /** Null under 60 s of material, where the measure says nothing (EBU Tech 3342). */
    rangeLu: level,
    maxMomentaryLufs: level,
    maxShortTermLufs: level,
    truePeakDbtp: level,
    samplePeakDbfs: level,
    /** True peak above integrated loudness. */
    plrDb: level,
    /** What a mono file measures when played on two loudspeakers (3.01 LU higher); null for stereo. */
    dualMonoIntegratedLufs: level,
  }),
  /** Short-term loudness (3 s) for drawing, one value per `everySeconds`, the first at `everySeconds`. */
  curve: z.object({ everySeconds: z.number().positive(), shortTermLufs: z.array(level) }),
  stereo: z.object({
    /** −1 … 1 over the whole file; null for mono or silence. */
    correlationMean: level,
    /** Right above left, in dB; null for mono or when one side is silent. */
    balanceDb: level,
    /** Both channels carry the same samples. */
    dualMono: z.boolean(),
    /** Index of the only silent channel of two, else null. */
    deadChannel: z.number().int().nullable(),
  }),
  integrity: z.object({
    /** Mean of the samples of each channel, full scale = 1. */
    dcOffset: z.array(z.number()),
    /** At least three equal samples in a row at the file's maximum; the first 100. */
    clippedRuns: z.array(
      z.object({
        atSeconds: z.number().nonnegative(),
        samples: z.number().int().positive(),
        channel: z.number().int().nonnegative(),
      }),
    ),
    clippedRunCount: z.number().int().nonnegative(),
    /** Bits that carry anything; null when samples are not integers. */
    effectiveBits: z.number().int().nonnegative().nullable(),
    /** Quiet (below −90 dBFS) at either end; the whole length when the file is silent. */
    leadingSilenceSeconds: z.number().nonnegative(),
    trailingSilenceSeconds: z.number().nonnegative(),
    warnings: z.array(mediaWarningSchema),
  }),
  /** What a rough mix wants to know of a stem, taken where it sounds and not where it rests. */
  activity: z.object({
    /** Share of the file in which something sounds, 0 … 1. */
    activeRatio: z.number().min(0).max(1),
    /** K-weighted loudness of the sounding parts alone. */
    activeLufs: level,
    /** Peak above RMS of the sounding parts. */
    crestDb: level,
    /** Centre of gravity of the power spectrum of the sounding parts. */
    spectralCentroidHz: level,
  }),
});
export type Analysis = z.infer<typeof analysisSchema>;
