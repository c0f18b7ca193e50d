import type { Analysis } from '@sweetspot/protocol';

/** What `analyze --json` says of one file. Only what was measured is in it. */
export type FileReport = ReturnType<typeof reportFile>;

/** A file's analysis in the shape that the command line promises; −∞ is null. */
export function reportFile(file: string, sha256: string, analysis: Analysis) {
  const { container, codec, sampleRate, bitDepth, channels, frames } = analysis.format;
  const { integratedLufs, rangeLu, maxMomentaryLufs, maxShortTermLufs } = analysis.loudness;
  const { truePeakDbtp, samplePeakDbfs, plrDb, dualMonoIntegratedLufs } = analysis.loudness;
  const { correlationMean, balanceDb, dualMono, deadChannel } = analysis.stereo;
  const { dcOffset, clippedRuns, clippedRunCount, effectiveBits, warnings } = analysis.integrity;
  const { leadingSilenceSeconds, trailingSilenceSeconds } = analysis.integrity;
  return {
    file,
    sha256,
    format: { container, codec, sampleRate, bitDepth, channels, frames, durationSeconds: frames / sampleRate },
    loudness: {
      integratedLufs,
      rangeLu,
      maxMomentaryLufs,
      maxShortTermLufs,
      truePeakDbtp,
      samplePeakDbfs,
      plrDb,
      dualMonoIntegratedLufs,
    },
    stereo: { correlationMean, balanceDb, dualMono, deadChannel },
    integrity: {
      dcOffset,
      clippedRuns,
      clippedRunCount,
      effectiveBits,
      leadingSilenceSeconds,
      trailingSilenceSeconds,
      warnings,
    },
  };
}
