import type { Analysis } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { describe, expect, it } from 'vitest';
import { judgeFile } from './judge-file.ts';

/** A mix as engineers like to get it: full spectrum, −20 LUFS, peaks at −6. */
const goodMix = (): Analysis => {
  const analysis = exampleAnalysis({
    integratedLufs: -20,
    truePeakDbtp: -6,
    samplePeakDbfs: -6.2,
    plrDb: 14,
    minPsrDb: 10,
  });
  const bands = Array.from({ length: 31 }, (_, index) => {
    const hz = 1000 * 10 ** ((index - 17) / 10);
    const db = -24 - Math.abs(index - 8) * 0.8;
    return { hz, db, midDb: db, sideDb: db - 10 };
  });
  return { ...analysis, spectrum: { thirdOctaveDb: bands, cutoffHz: null } };
};
const withLoudness = (more: Partial<Analysis['loudness']>): Analysis => {
  const mix = goodMix();
  return { ...mix, loudness: { ...mix.loudness, ...more } };
};
const codesOf = (analysis: Analysis, name?: string) => judgeFile(analysis, { name }).findings.map(({ code }) => code);

describe('judgeFile', () => {
  it('has nothing to say of a good mix but that it can be mastered', () => {
    const { stage, recommendation, findings } = judgeFile(goodMix());
    expect({ stage, recommendation, findings }).toEqual({ stage: 'mix', recommendation: 'master', findings: [] });
  });

  it('knows a master by its level and density, and asks for no service', () => {
    const master = withLoudness({ integratedLufs: -9, truePeakDbtp: -1, plrDb: 8, minPsrDb: 6.5 });
    expect(judgeFile(master)).toMatchObject({ stage: 'master', recommendation: null });
  });

  it('sends a mix that was limited on the bus back, and says by how much', () => {
    const limited = withLoudness({ integratedLufs: -18, truePeakDbtp: -10.8, plrDb: 7.2 });
    const { recommendation, findings, reasons } = judgeFile(limited);
    expect(recommendation).toBe('mix_and_master');
    expect(findings.find(({ code }) => code === 'bus_limited')).toMatchObject({ severity: 'problem' });
    expect(findings[0]?.message).toContain('7.2 dB');
    expect(reasons.at(-1)).toContain('opened again');
  });

  it('names the first places of clipping and counts the rest', () => {
    const mix = goodMix();
    const runs = [63.2, 130, 140, 150].map((atSeconds) => ({ atSeconds, samples: 5, channel: 0 }));
    mix.integrity = { ...mix.integrity, clippedRuns: runs, clippedRunCount: 4 };
    const [finding] = judgeFile(mix).findings;
    expect(finding).toEqual({
      code: 'clipped',
      severity: 'problem',
      message: 'Clipped at 1:03.2, 2:10.0 and 2 more places.',
      atSeconds: [63.2, 130, 140, 150],
    });
  });

  it('takes clipping in a master for less than in a mix', () => {
    const master = withLoudness({ integratedLufs: -8, truePeakDbtp: 0.4, plrDb: 8.4 });
    master.integrity = {
      ...master.integrity,
      clippedRuns: [{ atSeconds: 1, samples: 3, channel: 1 }],
      clippedRunCount: 1,
    };
    const { findings } = judgeFile(master);
    expect(findings.find(({ code }) => code === 'clipped')?.severity).toBe('warning');
    expect(findings.map(({ code }) => code)).toContain('over_full_scale');
  });

  it.each<[string, (mix: Analysis) => void]>([
    ['no_headroom', (mix) => (mix.loudness.truePeakDbtp = -0.2)],
    ['bass_out_of_phase', (mix) => (mix.stereo.bands = [{ fromHz: 20, toHz: 120, correlation: -0.4 }])],
    ['mono_loss', (mix) => (mix.stereo.monoLossLu = 4.5)],
    ['out_of_phase', (mix) => (mix.stereo.correlationMean = -0.2)],
    ['off_centre', (mix) => (mix.stereo.balanceDb = -2)],
    ['dead_channel', (mix) => (mix.stereo.deadChannel = 1)],
    ['dual_mono', (mix) => (mix.stereo.dualMono = true)],
    ['dc_offset', (mix) => (mix.integrity.dcOffset = [0, -0.004])],
    ['hum', (mix) => (mix.integrity.hum = { mainsHz: 50, levelDbfs: -62, harmonics: [1, 2, 3] })],
    ['noise', (mix) => (mix.integrity.noiseFloorDbfs = -48)],
    ['leading_silence', (mix) => (mix.integrity.leadingSilenceSeconds = 3)],
    ['trailing_silence', (mix) => (mix.integrity.trailingSilenceSeconds = 8)],
    ['unused_bits', (mix) => (mix.integrity.effectiveBits = 16)],
    ['low_rate', (mix) => (mix.format.sampleRate = 22_050)],
    ['lossy_source', (mix) => (mix.spectrum.cutoffHz = 16_000)],
    ['crushed', (mix) => (mix.loudness.minPsrDb = 4.5)],
    ['truncated', (mix) => (mix.integrity.warnings = [{ code: 'truncated', message: 'The file ends early.' }])],
  ])('finds %s and nothing else', (code, spoil) => {
    const mix = structuredClone(goodMix());
    spoil(mix);
    expect(codesOf(mix)).toEqual([code]);
  });

  it('says of silence that it is silent, not that it is mono', () => {
    const stem = goodMix();
    stem.loudness = { ...stem.loudness, samplePeakDbfs: null, truePeakDbtp: null, integratedLufs: null };
    stem.stereo = { ...stem.stereo, dualMono: true };
    expect(codesOf(stem)).toContain('silent');
    expect(codesOf(stem)).not.toContain('dual_mono');
  });

  it('finds a compressed mix, but not a hint of one in it', () => {
    const mix = goodMix();
    mix.format = { ...mix.format, sampleKind: 'lossy', codec: 'mp3', bitDepth: null };
    mix.spectrum = { ...mix.spectrum, cutoffHz: 16_000 };
    mix.integrity = { ...mix.integrity, effectiveBits: null };
    expect(codesOf(mix)).toEqual(['lossy']);
  });

  it('tells a stem by two signs, and does not blame it for silence or headroom', () => {
    const stem = withLoudness({ integratedLufs: -28, truePeakDbtp: -0.1, plrDb: 27 });
    stem.activity = { ...stem.activity, activeRatio: 0.2 };
    stem.integrity = { ...stem.integrity, leadingSilenceSeconds: 30, trailingSilenceSeconds: 20 };
    const { stage, findings, recommendation } = judgeFile(stem, { name: 'Song_Stem_KICK.wav' });
    expect({ stage, findings, recommendation }).toEqual({
      stage: 'stems',
      findings: [],
      recommendation: 'mix_and_master',
    });
  });

  it('believes who says what a file is', () => {
    const loud = withLoudness({ integratedLufs: -9, truePeakDbtp: -1, plrDb: 8 });
    expect(judgeFile(loud, { material: 'mix' })).toMatchObject({ stage: 'mix', recommendation: 'mix_and_master' });
  });

  it('reads analyses of earlier versions, which have no spectrum', () => {
    const old: Analysis = { ...exampleAnalysis(), spectrum: { thirdOctaveDb: [], cutoffHz: null } };
    old.stereo = { ...old.stereo, bands: [], monoLossLu: null, correlationMin: null };
    expect(judgeFile(old).findings).toEqual([]);
  });
});
