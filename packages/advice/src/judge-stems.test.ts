import type { Analysis, IntakeMeasures } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { describe, expect, it } from 'vitest';
import { type IntakeStem, judgeStems } from './judge-stems.ts';

let serial = 0;
const stem = (name: string, spoil: (analysis: Analysis) => void = () => undefined): IntakeStem => {
  const analysis = structuredClone(exampleAnalysis());
  analysis.activity = { ...analysis.activity, activeRatio: 0.3 };
  spoil(analysis);
  serial += 1;
  return { name, sha256: `${serial}`, analysis };
};
const band = () => [stem('Kick.wav'), stem('Bass.wav'), stem('Lead Vox.wav')];
const measures = (more: Partial<IntakeMeasures>): IntakeMeasures => ({
  sampleRate: 48_000,
  pairs: [],
  offsetSamples: [null, null, null],
  rough: null,
  ...more,
});
const rough = (more: Partial<NonNullable<IntakeMeasures['rough']>> = {}): IntakeMeasures['rough'] => ({
  offsetSamples: 0,
  gainDb: 0,
  residualDb: -90,
  balancedResidualDb: -90,
  stemGainsDb: [0, 0, 0],
  ...more,
});

describe('judgeStems', () => {
  it('has nothing to say of clean stems', () => {
    expect(judgeStems(band())).toEqual([]);
  });

  it('names stems of another rate', () => {
    const [found] = judgeStems([...band(), stem('Gtr.wav', ({ format }) => (format.sampleRate = 44_100))]);
    expect(found).toMatchObject({ code: 'different_rates', stems: [3] });
    expect(found?.message).toBe('“Gtr.wav” is at 44.1 kHz, the rest at 48: they are converted for the mix.');
  });

  it('suspects a shorter stem that starts at once of being cut at its first note', () => {
    const cut = stem('Gtr.wav', ({ format }) => (format.frames -= 48_000 * 12));
    const late = stem('Keys.wav', ({ format, integrity }) => {
      format.frames -= 48_000 * 12;
      integrity.leadingSilenceSeconds = 4;
    });
    expect(judgeStems([...band(), cut])[0]).toMatchObject({
      code: 'different_lengths',
      severity: 'warning',
      stems: [3],
    });
    expect(judgeStems([...band(), late])[0]).toMatchObject({ code: 'different_lengths', severity: 'info' });
  });

  it('finds doubles by their bytes', () => {
    const stems = band();
    const copy = { ...stems[0]!, name: 'Kick copy.wav' };
    expect(judgeStems([...stems, copy])).toMatchObject([{ code: 'duplicate', stems: [0, 3] }]);
  });

  it('finds silent, clipped and dual-mono stems, each kind on one line', () => {
    const silent = stem('Pad.wav', ({ loudness, activity }) => {
      loudness.samplePeakDbfs = null;
      activity.activeLufs = null;
    });
    const mono = [
      stem('Snare.wav', ({ stereo }) => (stereo.dualMono = true)),
      stem('Hat.wav', ({ stereo }) => (stereo.dualMono = true)),
    ];
    const found = judgeStems([...band(), silent, ...mono]);
    expect(found.map(({ code, stems }) => [code, stems])).toEqual([
      ['silent', [3]],
      ['dual_mono', [4, 5]],
    ]);
  });

  it('asks for names that say what plays', () => {
    expect(judgeStems([...band(), stem('Audio 17.wav'), stem('Bounce_final.wav')])).toMatchObject([
      { code: 'unclear_name', stems: [3, 4] },
    ]);
  });

  it('tells stems that work against each other from stems that lie apart', () => {
    const pairs = [
      { first: 0, second: 1, correlation: -0.8, lagSamples: 12 },
      { first: 1, second: 2, correlation: 0.9, lagSamples: 480 },
      { first: 0, second: 2, correlation: 0.9, lagSamples: 3 },
    ];
    const found = judgeStems(band(), measures({ pairs }));
    expect(found.map(({ code, stems }) => [code, stems])).toEqual([
      ['polarity', [0, 1]],
      ['late_double', [2, 1]],
    ]);
    expect(found[1]?.message).toContain('10.0 ms behind');
  });

  it('says when the stems are the rough, nearly are, and are not', () => {
    const codes = (result: IntakeMeasures['rough']) =>
      judgeStems(band(), measures({ rough: result })).map(({ code }) => code);
    expect(codes(rough())).toEqual(['sums_to_rough']);
    expect(codes(rough({ residualDb: null }))).toEqual(['sums_to_rough']);
    expect(codes(rough({ residualDb: -4, balancedResidualDb: -20 }))).toEqual(['near_rough']);
    expect(codes(rough({ residualDb: -4, balancedResidualDb: -5 }))).toEqual(['differs_from_rough']);
  });

  it('finds the stem that lies elsewhere than in the rough, and the one that is not in it', () => {
    const found = judgeStems(
      band(),
      measures({ offsetSamples: [0, 4800, 1], rough: rough({ residualDb: -6, stemGainsDb: [0, 0, null] }) }),
    );
    expect(found.find(({ code }) => code === 'misaligned')).toMatchObject({ severity: 'problem', stems: [1] });
    expect(found.find(({ code }) => code === 'misaligned')?.message).toContain('0.100 s later');
    expect(found.find(({ code }) => code === 'not_in_rough')).toMatchObject({ stems: [2] });
  });
});
