import { LoudnessMeter } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { findTarget } from '@sweetspot/protocol';
import { type MasterPresetId, masterPreset, masterPresets } from '@sweetspot/protocol/master-presets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { inspectSound } from './inspect-sound.ts';
import { listenForMatch } from './match/listen-for-match.ts';
import { type MasterResult, renderMaster } from './render-master.ts';
import { readFileSamples, tempDir, writeWav } from './testing/made-files.ts';

const sampleRate = 48_000;
const dir = tempDir();
afterAll(() => dir[Symbol.dispose]());

/** Kick, wide bass, chords and hiss; every other four seconds are 6 dB quieter. */
function song(seconds: number): Float32Array[] {
  let state = 7;
  const random = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const wave = (hz: number, at: number, phase = 0) => Math.sin((2 * Math.PI * hz * at) / sampleRate + phase);
  const hiss = Float32Array.from({ length: seconds * sampleRate }, random);
  return [0, 1].map((side) =>
    Float32Array.from({ length: seconds * sampleRate }, (_value, at) => {
      const beat = (at % 24_000) / sampleRate;
      const kick = 0.2 * Math.exp(-beat / 0.06) * wave(55, at);
      const bass = 0.08 * wave(70, at, side * 1.2);
      const chord = 0.05 * (wave(220 + side, at) + wave(330, at, side) + wave(1320 + 2 * side, at));
      const hats = 0.08 * Math.exp(-((at % 12_000) / sampleRate) / 0.02) * (hiss[at]! + 0.3 * random());
      const isQuiet = Math.floor(at / sampleRate / 4) % 2 === 1;
      return (kick + bass + chord + hats) * (isQuiet ? 0.5 : 1);
    }),
  );
}

const mixPath = dir.file('mix.wav');
const made = new Map<MasterPresetId, MasterResult & { path: string; targetLufs: number }>();

async function render(id: MasterPresetId, inputPath: string, name: string) {
  const { loudness } = await inspectSound(await loadDspFromDisk(), inputPath);
  const { integratedLufs, truePeakDbtp } = loudness;
  const recipe = masterPreset(id, { integratedLufs: integratedLufs!, truePeakDbtp });
  const path = dir.file(`${name}.wav`);
  const { targetLufs } = recipe;
  return { ...(await renderMaster({ recipe, inputPath, outPath: path })), path, targetLufs };
}

beforeAll(async () => {
  writeWav(mixPath, song(16));
  for (const { id } of masterPresets) made.set(id, await render(id, mixPath, id));
}, 120_000);

test.each(masterPresets)('$id reaches its target under its ceiling', ({ id, target }) => {
  const { loudness, warnings, targetLufs } = made.get(id)!;
  const { ceilingDbtp, ...named } = findTarget(target)!;
  if (id !== 'vinyl-premaster') expect(targetLufs).toBe(named.targetLufs);
  expect(Math.abs(loudness.integratedLufs! - targetLufs)).toBeLessThanOrEqual(0.1);
  expect(loudness.truePeakDbtp).toBeLessThanOrEqual(ceilingDbtp);
  expect(warnings).toEqual([]);
});

/** Power of third-octave bands between two frequencies against the whole, dB; of the side with `side`. */
async function shareDb(path: string, fromHz: number, toHz: number, of: 'all' | 'side' = 'all'): Promise<number> {
  const { bands } = await listenForMatch(path);
  const power = ({ mid, side }: (typeof bands)[number]) => (of === 'side' ? side : mid + side);
  const within = bands.filter(({ hz }) => hz >= fromHz && hz <= toHz);
  const whole = bands.reduce((sum, { mid, side }) => sum + mid + side, 0);
  return 10 * Math.log10(within.reduce((sum, band) => sum + power(band), 0) / whole);
}
const pathOf = (id: MasterPresetId) => made.get(id)!.path;

test('transparent keeps the loudness range, where its limiter has little to do, and the spectrum', async () => {
  expect(made.get('transparent')!.limiterReductionDb).toBeLessThan(2);
  const dsp = await loadDspFromDisk();
  const rangeOf = async (path: string) => {
    const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    meter.push(await readFileSamples(path));
    return meter.result().rangeLu;
  };
  expect(await rangeOf(mixPath)).toBeGreaterThan(4);
  expect(Math.abs((await rangeOf(pathOf('transparent'))) - (await rangeOf(mixPath)))).toBeLessThan(0.3);
  for (const [from, to] of [
    [40, 125],
    [160, 630],
    [5000, 12_500],
  ] as const) {
    expect(await shareDb(pathOf('transparent'), from, to)).toBeCloseTo(await shareDb(mixPath, from, to), 0);
  }
});

/** Level of a frequency in the left channel of a file, dBFS of its amplitude. */
async function levelAt(path: string, hz: number): Promise<number> {
  const [left] = await readFileSamples(path);
  const [from, frames] = [sampleRate, 2 * sampleRate];
  let [re, im] = [0, 0];
  for (let at = 0; at < frames; at += 1) {
    const hann = 1 - Math.cos((2 * Math.PI * at) / frames);
    re += left![from + at]! * hann * Math.cos((2 * Math.PI * hz * at) / sampleRate);
    im += left![from + at]! * hann * Math.sin((2 * Math.PI * hz * at) / sampleRate);
  }
  return 20 * Math.log10((2 * Math.hypot(re, im)) / frames);
}

test('warm has more low end, less top, and a second harmonic; transparent has none', async () => {
  expect(await shareDb(pathOf('warm'), 63, 160)).toBeGreaterThan((await shareDb(pathOf('streaming'), 63, 160)) + 0.2);
  expect(await shareDb(pathOf('warm'), 8000, 16_000)).toBeLessThan(
    (await shareDb(pathOf('streaming'), 8000, 16_000)) - 0.5,
  );
  const tone = Float32Array.from(
    { length: 4 * sampleRate },
    (_value, at) => 0.2 * Math.sin((2 * Math.PI * 220 * at) / sampleRate),
  );
  const tonePath = writeWav(dir.file('tone.wav'), [tone, tone]);
  const harmonic = async (id: MasterPresetId) => {
    const { path } = await render(id, tonePath, `tone-${id}`);
    return (await levelAt(path, 440)) - (await levelAt(path, 220));
  };
  expect(await harmonic('warm')).toBeGreaterThan(-60);
  expect(await harmonic('warm')).toBeLessThan(-30);
  expect(await harmonic('transparent')).toBeLessThan(-100);
});

test('loud and club are denser than streaming, which is denser than transparent', () => {
  const plr = (id: MasterPresetId) => made.get(id)!.loudness.plrDb!;
  expect(plr('loud')).toBeLessThan(plr('streaming') - 2);
  expect(plr('club')).toBeLessThan(plr('streaming') - 2);
  expect(made.get('streaming')!.compressorReductionDb).toBeGreaterThan(0.5);
  expect(made.get('transparent')!.compressorReductionDb).toBe(0);
});

test.each(['club', 'vinyl-premaster'] as const)('%s has its bass in the middle', async (id) => {
  const before = (await shareDb(mixPath, 50, 80, 'side')) - (await shareDb(mixPath, 50, 80));
  const after = (await shareDb(pathOf(id), 50, 80, 'side')) - (await shareDb(pathOf(id), 50, 80));
  expect(after).toBeLessThan(before - 6);
});

test('vinyl and broadcast leave the peaks alone', () => {
  expect(made.get('vinyl-premaster')!.limiterReductionDb).toBeLessThan(3);
  expect(made.get('broadcast')!.limiterReductionDb).toBe(0);
});

test('vinyl leaves them alone also where they stand high', async () => {
  const spiky = song(8).map((channel) =>
    channel.map((x, at) => x + (at % 24_000 < 20 ? 0.8 * Math.sin((Math.PI * (at % 24_000)) / 20) : 0)),
  );
  const path = writeWav(dir.file('spiky.wav'), spiky);
  const { loudness, limiterReductionDb } = await render('vinyl-premaster', path, 'spiky-vinyl');
  expect(limiterReductionDb).toBeLessThan(3);
  expect(loudness.truePeakDbtp).toBeLessThanOrEqual(-3);
  expect(loudness.integratedLufs).toBeLessThan(-17);
});
