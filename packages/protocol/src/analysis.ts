import { z } from 'zod';
import { upgradeAnalysis } from './upgrade-analysis.ts';

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

/** 0 … 1: how far the answer stands out from the others that were weighed. */
const confidence = z.number().min(0).max(1);

/** What is measured today; goes up with every measure that is added. What an analysis says of itself may be older. */
export const analysisVersion = 2;

/**
 * What a file measures; loudness after BS.1770-5 and EBU Tech 3341/3342 (docs/guide/measures.md says what each number
 * means). Mono files are measured as one channel. Analyses that were stored by earlier versions are read as well: what
 * they did not measure is null or empty, and `analysisVersion` tells which they are.
 */
export const analysisSchema = z.preprocess(
  upgradeAnalysis,
  z.object({
    analysisVersion: z.number().int().positive(),
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
      /** Least peak to short-term loudness ratio where the music plays (PSR, AES e-Brief 373, 2017). */
      minPsrDb: level,
      /** Root mean square of all channels, a full-scale sine reads −3.01. */
      rmsDbfs: level,
      /** Sample peak above root mean square. */
      crestDb: level,
      /** What a mono file measures when played on two loudspeakers (3.01 LU higher); null for stereo. */
      dualMonoIntegratedLufs: level,
    }),
    /**
     * For drawing: one value per `everySeconds`, the first at `everySeconds`. Long files have longer steps, so that there
     * are never more than 600. Curves that an older analysis lacks are empty.
     */
    curve: z.object({
      everySeconds: z.number().positive(),
      /** Loudness of the last 3 s. */
      shortTermLufs: z.array(level),
      /** Largest loudness over 400 ms in the step. */
      momentaryLufs: z.array(level),
      /** Largest true peak in the step. */
      truePeakDbtp: z.array(level),
      /** True peak of the last 3 s above their loudness. */
      psrDb: z.array(level),
      /** Of the two channels, in the step; empty for mono. */
      correlation: z.array(level),
    }),
    stereo: z.object({
      /** −1 … 1 over the whole file; null for mono or silence. */
      correlationMean: level,
      /** Least over any 400 ms in which the music plays. */
      correlationMin: level,
      /** Correlation by frequency, from the lowest band up; empty for mono. */
      bands: z.array(z.object({ fromHz: z.number(), toHz: z.number(), correlation: level })),
      /** What the sum of both channels, played on both loudspeakers, is quieter than stereo. Null for mono and silence. */
      monoLossLu: level,
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
      /** Level of the quietest tenth of a second that is not digital silence. */
      noiseFloorDbfs: level,
      /** A steady tone of the mains with its harmonics; null when there is none. */
      hum: z
        .object({
          mainsHz: z.union([z.literal(50), z.literal(60)]),
          /** Of the fundamental and its harmonics together, a full-scale sine reads −3.01. */
          levelDbfs: z.number(),
          /** Which multiples of the mains stand out, 1 being the fundamental. */
          harmonics: z.array(z.number().int().positive()),
        })
        .nullable(),
      warnings: z.array(mediaWarningSchema),
    }),
    spectrum: z.object({
      /**
       * Mean power in bands of a third of an octave (IEC 61260-1, base ten), 20 Hz to 20 kHz or the last below half the
       * sample rate: mean of the channels, and of their half sum (mid) and half difference (side, null for mono).
       */
      thirdOctaveDb: z.array(z.object({ hz: z.number(), db: level, midDb: level, sideDb: level })),
      /** Above it there is abruptly nothing, as lossy encoders leave it; null when there is no such edge. */
      cutoffHz: z.number().nullable(),
    }),
    music: z.object({
      tempo: z.object({ bpm: z.number().positive(), confidence }).nullable(),
      key: z
        .object({
          tonic: z.enum(['C', 'C♯', 'D', 'E♭', 'E', 'F', 'F♯', 'G', 'A♭', 'A', 'B♭', 'B']),
          mode: z.enum(['major', 'minor']),
          confidence,
        })
        .nullable(),
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
  }),
);
export type Analysis = z.infer<typeof analysisSchema>;
