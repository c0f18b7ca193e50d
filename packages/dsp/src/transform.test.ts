import { beforeAll, describe, expect, test } from 'vitest';
import type { Dsp } from './dsp.ts';
import { loadDspFromDisk } from './node.ts';
import { Transform } from './transform.ts';

let dsp: Dsp;
beforeAll(async () => {
  dsp = await loadDspFromDisk();
});

const noise = (length: number) => Float64Array.from({ length }, (_, at) => Math.sin(at * at * 12.9898) % 1);

describe('Transform', () => {
  test.each([4, 8, 32, 1024, 12, 20, 28, 24, 180, 4704, 5120])(
    'finds the frequencies of %i numbers, as the sum that defines it',
    (size) => {
      const transform = new Transform(dsp, size);
      const signal = noise(size);
      const spectrum = transform.forwardReal(signal);
      for (const k of [0, 1, size / 2 - 1, size - 1]) {
        let [re, im] = [0, 0];
        signal.forEach((value, at) => {
          re += value * Math.cos((2 * Math.PI * k * at) / size);
          im -= value * Math.sin((2 * Math.PI * k * at) / size);
        });
        const at = 2 * transform.placeOf(k);
        expect(spectrum[at]).toBeCloseTo(re, 9);
        expect(spectrum[at + 1]).toBeCloseTo(im, 9);
      }
    },
  );

  test.each([4096, 4704, 2520])('comes back to the signal, times its size: %i', (size) => {
    const transform = new Transform(dsp, size);
    const signal = noise(size);
    transform.forwardReal(signal);
    transform.inverse();
    const error = signal.reduce((max, value, at) => Math.max(max, Math.abs(transform.data[2 * at]! / size - value)), 0);
    expect(error).toBeLessThan(1e-13);
  });

  test('refuses sizes that it cannot take', () => {
    for (const size of [0, 3, 6, 44, 1024.5, 2 ** 23]) expect(() => new Transform(dsp, size)).toThrow(RangeError);
  });
});
