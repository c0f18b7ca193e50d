import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { expect, test } from 'vitest';
import { AnalyseStream } from './analyse-stream.ts';
import type { SourceInfo } from './source.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;
const seconds = (count: number) => Math.round(count * sampleRate);

const measure = (channels: Float32Array[], more: Partial<SourceInfo> = {}) => {
  const frames = channels[0]!.length;
  const info: SourceInfo = {
    container: 'wav',
    codec: 'pcm_s24le',
    sampleKind: 'int',
    sampleRate,
    bitDepth: 24,
    channels: channels.length,
    frames,
    framesHint: frames,
    ...more,
  };
  const stream = new AnalyseStream(dsp, info);
  for (let at = 0; at < frames; at += 24_000) stream.add(channels.map((one) => one.subarray(at, at + 24_000)));
  return stream.finish([]);
};

const tone = (count: number, hz: number, amplitude: number) =>
  Float32Array.from({ length: count }, (_, at) => amplitude * Math.sin((2 * Math.PI * hz * at) / sampleRate));

const noise = (count: number, seed: number, amplitude: number) => {
  let state = seed;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (amplitude * state) / 2 ** 31;
  });
};
const add = (...parts: Float32Array[]) =>
  parts[0]!.map((_, at) => parts.reduce((sum, part) => sum + (part[at] ?? 0), 0));

test('a bass out of phase is told by its band, its loss in mono and when it plays', () => {
  const voice = add(tone(seconds(8), 1500, 0.1), noise(seconds(8), 1, 0.01));
  const bass = tone(seconds(8), 70, 0.4).map((x, at) => (at >= seconds(4) ? x : 0));
  const { stereo, curve, spectrum } = measure([
    add(voice, bass),
    add(
      voice,
      bass.map((x) => -x),
    ),
  ]);
  expect(stereo.bands.map(({ fromHz }) => fromHz)).toEqual([20, 120, 500, 2000, 8000]);
  expect(stereo.bands[0]!.correlation).toBeLessThan(-0.95);
  expect(stereo.bands[2]!.correlation).toBeGreaterThan(0.95);
  expect(stereo.correlationMin).toBeLessThan(-0.7);
  expect(stereo.correlationMean).toBeLessThan(0);
  expect(stereo.monoLossLu).toBeGreaterThan(1);
  expect(curve.correlation[6]).toBeCloseTo(1, 1);
  expect(curve.correlation[12]).toBeLessThan(-0.7);
  const low = spectrum.thirdOctaveDb.find(({ hz }) => hz === 63)!;
  expect(low.sideDb! - low.midDb!).toBeGreaterThan(20);
});

test('right above left; a channel that is dead; a mono file', () => {
  const music = noise(seconds(2), 3, 0.2);
  const louder = measure([music, music.map((x) => 2 * x)]).stereo;
  expect(louder.balanceDb).toBeCloseTo(6.02, 2);
  expect(louder.correlationMean).toBeCloseTo(1, 6);
  const dead = measure([music, new Float32Array(seconds(2))]);
  expect(dead.stereo).toMatchObject({ deadChannel: 1, balanceDb: null, correlationMean: null });
  expect(dead.stereo.monoLossLu).toBeCloseTo(3.01, 2);
  const mono = measure([music]);
  expect(mono.stereo).toMatchObject({ correlationMean: null, correlationMin: null, bands: [], monoLossLu: null });
  expect(mono.curve.correlation).toEqual([]);
  // White noise of mean square 0.04 / 3 over 24 kHz: 231 Hz of it in the band at 1 kHz.
  const band = mono.spectrum.thirdOctaveDb.find(({ hz }) => hz === 1000)!;
  expect(Math.abs(band.db! - 10 * Math.log10(((0.04 / 3) * 230.8) / 24_000))).toBeLessThan(0.5);
  expect(band).toMatchObject({ midDb: band.db, sideDb: null });
});

test('the noise between the notes is the noise floor, digital silence is not', () => {
  const hiss = noise(seconds(6), 5, 10 ** (-60 / 20));
  const notes = tone(seconds(6), 440, 0.3).map((x, at) => (at < seconds(2) || at > seconds(4) ? x : 0));
  const signal = add(hiss, notes).map((x, at) => (at > seconds(5) && at < seconds(5.6) ? 0 : x));
  const { integrity, loudness } = measure([signal, signal]);
  // Uniform noise: its mean square is a third of its largest.
  expect(integrity.noiseFloorDbfs).toBeCloseTo(-60 - 4.77, 0);
  expect(loudness.crestDb! - (loudness.samplePeakDbfs! - loudness.rmsDbfs!)).toBeCloseTo(0, 6);
  expect(measure([new Float32Array(seconds(2))]).integrity.noiseFloorDbfs).toBeNull();
});

test('curves have a point every half second; those of long files are wider, 600 points at the most', () => {
  const rate = 8000;
  const tenMinutes = new Float32Array(rate * 60 * 10).fill(0.1);
  const { curve } = measure([tenMinutes], { sampleRate: rate });
  expect(curve.everySeconds).toBe(1);
  expect(curve.shortTermLufs).toHaveLength(600);
  expect(curve.truePeakDbtp[300]).toBeCloseTo(-20, 1);
  const short = measure([tone(seconds(20), 997, 0.1), tone(seconds(20), 997, 0.1)]).curve;
  expect(short.everySeconds).toBe(0.5);
  for (const points of [short.momentaryLufs, short.psrDb, short.correlation]) expect(points).toHaveLength(40);
  expect(short.psrDb[30]).toBeCloseTo(0, 1);
});

test('analyses are small enough to travel with lists of files', () => {
  const music = noise(seconds(120), 9, 0.3);
  expect(JSON.stringify(measure([music, noise(seconds(120), 10, 0.3)])).length).toBeLessThan(16_000);
});

test('more channels than can be measured are named, not measured', () => {
  const silence = Array.from({ length: 48 }, () => new Float32Array(100));
  expect(() => measure(silence)).toThrow('48 channels, and 8 can be measured');
});
