import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WavWriter } from '../wav-writer.ts';
import { measureStems } from './measure-stems.ts';

const rate = 48_000;
const seconds = 24;
const frames = rate * seconds;

/** Notes of decaying noise and tone, so that a signal resembles itself and nothing else. */
function signal(seed: number, hz: number): Float32Array {
  let state = seed;
  const random = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 31 - 1;
  };
  const out = new Float32Array(frames);
  let level = 0;
  let low = 0;
  for (let at = 0; at < frames; at += 1) {
    if (at % 9600 === 0 && random() > -0.4) level = 0.25;
    level *= 0.9997;
    low += 0.4 * (random() - low);
    out[at] = level * (0.5 * Math.sin((2 * Math.PI * hz * at) / rate) + low);
  }
  return out;
}
const later = (samples: Float32Array, by: number): Float32Array => {
  const out = new Float32Array(samples.length);
  out.set(samples.subarray(0, samples.length - by), by);
  return out;
};
const scaled = (samples: Float32Array, gain: number) => samples.map((value) => gain * value);
const sum = (...parts: Float32Array[]) => parts[0]!.map((_, at) => parts.reduce((total, part) => total + part[at]!, 0));

describe('measureStems', () => {
  let dir: string;
  const [kick, bass, voice] = [signal(1, 60), signal(2, 110), signal(3, 440)];
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), 'sweetspot-intake-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));

  let serial = 0;
  const file = (samples: Float32Array): string => {
    serial += 1;
    const path = join(dir, `${serial}.wav`);
    const writer = new WavWriter(path, { sampleRate: rate, channels: 1, samples: 'float32' });
    writer.write([samples]);
    writer.finish();
    return path;
  };
  const measure = (stems: Float32Array[], rough?: Float32Array) =>
    measureStems(
      {
        stems: stems.map((samples, index) => ({ name: `Stem ${index}`, path: file(samples) })),
        roughPath: rough && file(rough),
      },
      { tempDir: dir },
    );

  test('finds nothing between stems that have nothing in common', async () => {
    const measures = await measure([kick, bass, voice]);
    expect(measures).toEqual({ sampleRate: rate, pairs: [], offsetSamples: [null, null, null], rough: null });
  });

  test('finds two recordings of one thing, one turned over and 5 ms late', async () => {
    const { pairs } = await measure([kick, scaled(later(kick, 240), -0.7), bass]);
    expect(pairs).toHaveLength(1);
    expect(pairs[0]).toMatchObject({ first: 0, second: 1, lagSamples: 240 });
    expect(pairs[0]!.correlation).toBeLessThan(-0.95);
  });

  test('nulls the plain sum against a rough that is it, turned down', async () => {
    const { rough, offsetSamples } = await measure([kick, bass, voice], scaled(sum(kick, bass, voice), 0.5));
    expect(offsetSamples).toEqual([0, 0, 0]);
    expect(rough!.offsetSamples).toBe(0);
    expect(rough!.gainDb).toBeCloseTo(-6.02, 1);
    expect(rough!.residualDb ?? -200).toBeLessThan(-90);
  });

  test('finds the levels of a rough, the stem that is not in it, and the one that lies 0.4 s late', async () => {
    const mixed = sum(kick, scaled(voice, 0.5));
    const { rough } = await measure([kick, bass, voice], mixed);
    expect(rough!.stemGainsDb[0]).toBeCloseTo(0, 0);
    expect(rough!.stemGainsDb[1]).toBeNull();
    expect(rough!.stemGainsDb[2]).toBeCloseTo(-6, 0);
    expect(rough!.balancedResidualDb ?? -200).toBeLessThan(-30);

    const shifted = await measure([kick, later(bass, 19_200), voice], sum(kick, bass, voice));
    expect(shifted.offsetSamples[0]).toBe(0);
    expect(Math.abs(shifted.offsetSamples[1]! - 19_200)).toBeLessThanOrEqual(8);
    expect(shifted.offsetSamples[2]).toBe(0);
  });

  test('stops when it is told to', async () => {
    const signal = AbortSignal.abort();
    const stems = [{ name: 'Kick', path: file(kick) }];
    await expect(measureStems({ stems }, { tempDir: dir, signal })).rejects.toMatchObject({ code: 'cancelled' });
  });
});
