import { describe, expect, test } from 'vitest';
import { type RoughMixStem, roughMix } from './rough-mix.ts';

const stem = (name: string, activity: Partial<RoughMixStem['activity']> = {}, channels = 2): RoughMixStem => ({
  stemId: name.toLowerCase().replaceAll(' ', '-'),
  name,
  channels,
  activity: { activeRatio: 1, activeLufs: -20, crestDb: 10, spectralCentroidHz: 1500, ...activity },
});

const find = (mix: ReturnType<typeof roughMix>, name: string) => mix.strips.find((strip) => strip.name === name)!;

describe('rough mix', () => {
  test('loudness of every stem after trim and fader follows its role', () => {
    const mix = roughMix([stem('Vox Lead', { activeLufs: -31 }), stem('Kick', { activeLufs: -9 }), stem('Hats')]);
    const loudness = (name: string, lufs: number) => lufs + find(mix, name).trimDb + (find(mix, name).faderDb ?? 0);
    expect(loudness('Vox Lead', -31)).toBeCloseTo(-24, 5);
    expect(loudness('Kick', -9)).toBeCloseTo(-28, 5);
    expect(loudness('Hats', -20)).toBeCloseTo(-36, 5);
  });

  test('the low end stays in the centre and dry', () => {
    const mix = roughMix([stem('Kick', {}, 1), stem('Bass', {}, 1), stem('Gtr 1', {}, 1), stem('Gtr 2', {}, 1)]);
    for (const name of ['Kick', 'Bass']) {
      expect(find(mix, name)).toMatchObject({ pan: 0, sends: [] });
    }
    expect([find(mix, 'Gtr 1').pan, find(mix, 'Gtr 2').pan]).toEqual([0.6, -0.6]);
  });

  test('stems of one role that sound together share their place, stems that alternate do not', () => {
    const together = roughMix([stem('BGVOX 1'), stem('BGVOX 2'), stem('BGVOX 3'), stem('BGVOX 4')]);
    expect(together.strips[0]?.faderDb).toBeCloseTo(-7 - 7 * Math.log10(4), 1);
    const apart = roughMix([1, 2, 3, 4].map((n) => stem(`BGVOX ${n}`, { activeRatio: 0.25 })));
    expect(apart.strips[0]?.faderDb).toBe(-7);
  });

  test('compresses by crest factor, and not what is dense already', () => {
    const mix = roughMix([stem('Vox', { crestDb: 18 }), stem('Synth', { crestDb: 8 }), stem('Bass', { crestDb: 13 })]);
    expect(find(mix, 'Vox').compressor).toMatchObject({ enabled: true, ratio: 3 });
    expect(find(mix, 'Synth').compressor.enabled).toBe(false);
    expect(find(mix, 'Bass').compressor).toMatchObject({ enabled: true, ratio: 2 });
  });

  test('a high-pass never reaches into what a stem is made of', () => {
    const mix = roughMix([stem('Synth low', { spectralCentroidHz: 160 }), stem('Synth high')]);
    expect(find(mix, 'Synth low').highPass.frequencyHz).toBe(53);
    expect(find(mix, 'Synth high').highPass.frequencyHz).toBe(70);
  });

  test('a silent stem is off and says so', () => {
    const mix = roughMix([stem('Vox'), stem('Pad', { activeLufs: null, crestDb: null, spectralCentroidHz: null })]);
    expect(find(mix, 'Pad')).toMatchObject({ faderDb: null, reason: 'Silent: nothing to mix.' });
  });

  test('gives a reason for every move', () => {
    const mix = roughMix([stem('Vox Lead', { crestDb: 15 })]);
    expect(mix.strips[0]?.reason).toBe(
      'Lead vocal, by its name. Sounds at −20 LUFS: trimmed by −4 dB to −24 LUFS. Leads the balance at 0 dB. ' +
        'High-pass at 90 Hz: nothing of it belongs below. In the centre. ' +
        'Peaks 15 dB above its average: compressed 2:1. Room at −15 dB.',
    );
    expect(mix.print).toEqual({ truePeakDbtp: -6, bitDepth: 24 });
  });

  test('what somebody says a stem is stands above its name and sound', () => {
    const named = stem('Kick', { spectralCentroidHz: 60 });
    const [strip] = roughMix([{ ...named, role: 'leadVocal' }]).strips;
    expect(strip).toMatchObject({ faderDb: 0, sends: [{ to: 'reverb', levelDb: -15, position: 'post' }] });
    expect(strip?.reason).toMatch(/^Lead vocal, as chosen\./);
    expect(roughMix([{ ...named, role: 'other' }]).strips[0]?.reason).toMatch(/^Other, as chosen\./);
    expect(roughMix([{ ...named, role: 'kick' }])).toEqual(roughMix([named]));
  });

  test('needs stems', () => {
    expect(() => roughMix([])).toThrow('at least one stem');
  });
});
