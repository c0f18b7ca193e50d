import type { Analysis } from '@sweetspot/protocol';

/** What three minutes of ordinary stereo music measure; parts can be given. */
export const exampleAnalysis = (more: Partial<Analysis['loudness']> = {}): Analysis => ({
  format: {
    container: 'wav',
    codec: 'pcm_s24le',
    sampleKind: 'int',
    sampleRate: 48_000,
    bitDepth: 24,
    channels: 2,
    frames: 8_640_000,
  },
  loudness: {
    integratedLufs: -14,
    rangeLu: 6,
    maxMomentaryLufs: -9,
    maxShortTermLufs: -11,
    truePeakDbtp: -1.2,
    samplePeakDbfs: -1.5,
    plrDb: 12.8,
    dualMonoIntegratedLufs: null,
    ...more,
  },
  curve: { everySeconds: 1, shortTermLufs: [-14, -14] },
  stereo: { correlationMean: 0.6, balanceDb: 0, dualMono: false, deadChannel: null },
  integrity: {
    dcOffset: [0, 0],
    clippedRuns: [],
    clippedRunCount: 0,
    effectiveBits: 24,
    leadingSilenceSeconds: 0,
    trailingSilenceSeconds: 0,
    warnings: [],
  },
  activity: { activeRatio: 0.9, activeLufs: -15, crestDb: 12, spectralCentroidHz: 1800 },
});
