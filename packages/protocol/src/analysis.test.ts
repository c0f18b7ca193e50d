import { expect, test } from 'vitest';
import { analysisSchema, analysisVersion } from './analysis.ts';

/** As the first version of the engine stored it. */
const stored = {
  format: {
    container: 'wav',
    codec: 'pcm_s24le',
    sampleKind: 'int',
    sampleRate: 48_000,
    bitDepth: 24,
    channels: 2,
    frames: 96_000,
  },
  loudness: {
    integratedLufs: -14,
    rangeLu: null,
    maxMomentaryLufs: -9,
    maxShortTermLufs: null,
    truePeakDbtp: -1.2,
    samplePeakDbfs: -1.5,
    plrDb: 12.8,
    dualMonoIntegratedLufs: null,
  },
  curve: { everySeconds: 0.5, shortTermLufs: [null, -14.1] },
  stereo: { correlationMean: 0.6, balanceDb: 0.1, dualMono: false, deadChannel: null },
  integrity: {
    dcOffset: [0, 0],
    clippedRuns: [{ atSeconds: 1, samples: 4, channel: 1 }],
    clippedRunCount: 1,
    effectiveBits: 24,
    leadingSilenceSeconds: 0,
    trailingSilenceSeconds: 0.5,
    warnings: [],
  },
  activity: { activeRatio: 0.9, activeLufs: -15, crestDb: 12, spectralCentroidHz: 1800 },
};

test('an analysis of the first version is read; what it did not measure is null or empty', () => {
  const analysis = analysisSchema.parse(stored);
  expect(analysis).toMatchObject(stored);
  expect(analysis.analysisVersion).toBe(1);
  expect(analysis.loudness).toMatchObject({ minPsrDb: null, rmsDbfs: null, crestDb: null });
  expect(analysis.curve).toMatchObject({ momentaryLufs: [], truePeakDbtp: [], psrDb: [], correlation: [] });
  expect(analysis.stereo).toMatchObject({ correlationMin: null, bands: [], monoLossLu: null });
  expect(analysis.integrity).toMatchObject({ noiseFloorDbfs: null, hum: null });
  expect(analysis.spectrum).toEqual({ thirdOctaveDb: [], cutoffHz: null });
  expect(analysis.music).toEqual({ tempo: null, key: null });
});

test('reading twice changes nothing, and what is stored is left as it was', () => {
  const once = analysisSchema.parse(Object.freeze(structuredClone(stored)));
  expect(analysisSchema.parse(once)).toEqual(once);
});

test('an analysis of today says so and must be whole', () => {
  const today = { ...analysisSchema.parse(stored), analysisVersion };
  expect(analysisSchema.parse(today)).toEqual(today);
  const { spectrum: _, ...lacking } = today;
  expect(analysisSchema.safeParse(lacking).success).toBe(false);
  expect(analysisSchema.safeParse(null).success).toBe(false);
  expect(analysisSchema.safeParse('-14 LUFS').success).toBe(false);
});
