import { beforeAll, describe, expect, test } from 'vitest';
import type { Dsp } from './dsp.ts';
import { loadDspFromDisk } from './node.ts';
import { Transform } from './transform.ts';

let dsp: Dsp;
beforeAll(async () => {
  dsp = await loadDspFromDisk();
});

const noise = (length: number) => Float64Array.from({ length }, (_, at) => Math.sin(at * at * 12.9898) % 1);
const reversed = (k: number, bits: number) =>
  Number.parseInt([...k.toString(2).padStart(bits, '0')].reverse().join(''), 2);

describe('Transform', () => {
  test.each([4, 8, 32, 1024])('finds the frequencies of %i numbers, as the sum that defines it', (size) => {
    const transform = new Transform(dsp, size);
    const signal = noise(size);
    const spectrum = transform.forwardReal(signal);
    for (const k of [0, 1, size / 2 - 1, size - 1]) {
      let [re, im] = [0, 0];
      signal.forEach((value, at) => {
        re += value * Math.cos((2 * Math.PI * k * at) / size);
        im -= value * Math.sin((2 * Math.PI * k * at) / size);
      });
      const at = 2 * reversed(k, Math.log2(size));
      expect(spectrum[at]).toBeCloseTo(re, 9);
      expect(spectrum[at + 1]).toBeCloseTo(im, 9);
    }
  });

  test('comes back to the signal, times its size', () => {
    const transform = new Transform(dsp, 4096);
    const signal = noise(4096);
    transform.forwardReal(signal);
    transform.inverse();
    const error = signal.reduce((max, value, at) => Math.max(max, Math.abs(transform.data[2 * at]! / 4096 - value)), 0);
    expect(error).toBeLessThan(1e-13);
  });

  test('refuses sizes that it cannot take', () => {
    for (const size of [0, 3, 1000, 2 ** 23]) expect(() => new Transform(dsp, size)).toThrow(RangeError);
  });
});
