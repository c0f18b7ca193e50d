import { describe, expect, test } from 'vitest';
import { LoudnessMeter } from './loudness-meter.ts';
import { loadDspFromDisk } from './node.ts';
import { measureLoudness } from './oracle/loudness.ts';
import { concat, musicLike, noise, sine } from './oracle/signals.ts';
import { ownMeter, truePeakDb } from './oracle/true-peak.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const measure = (channels: Float32Array[], rate = sampleRate) => {
  const meter = new LoudnessMeter(dsp, { channels: channels.length, sampleRate: rate });
  meter.push(channels);
  return meter.result();
};

/** A continuous 1 kHz tone through [peak dBFS, seconds] steps, as EBU Tech 3341 describes its signals. */
const tone = (steps: [number, number][], rate = sampleRate): Float32Array => {
  const whole = sine(Math.round(steps.reduce((sum, [, seconds]) => sum + seconds, 0) * rate), rate, 1000);
  let at = 0;
  for (const [level, seconds] of steps) {
    const end = Math.min(whole.length, at + Math.round(seconds * rate));
    for (; at < end; at++) whole[at]! *= 10 ** (level / 20);
  }
  return whole;
};

const faded = (samples: Float32Array): Float32Array =>
  samples.map((x, i) => x * Math.min(1, i / 480, (samples.length - 1 - i) / 480));

const silence = (seconds: number) => new Float32Array(Math.round(seconds * sampleRate));
const repeat = <T>(times: number, steps: T[]): T[] => Array.from({ length: times }, () => steps).flat();
const stereo = (samples: Float32Array) => [samples, samples];

describe('EBU Tech 3341, loudness', () => {
  test.each<[string, [number, number][], number]>([
    ['case 1', [[-23, 20]], -23],
    ['case 2', [[-33, 20]], -33],
    [
      'case 3',
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
      -23,
    ],
    [
      'case 4',
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
      -23,
    ],
    [
      'case 5',
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
      -23,
    ],
  ])('%s: integrated', (_, steps, expected) => {
    expect(Math.abs(measure(stereo(tone(steps))).integratedLufs - expected)).toBeLessThan(0.1);
  });

  test.each([-23, -33])('cases 1 and 2 at %d: momentary and short-term', (level) => {
    const result = measure(stereo(tone([[level, 20]])));
    expect(Math.abs(result.maxMomentaryLufs - level)).toBeLessThan(0.1);
    expect(Math.abs(result.maxShortTermLufs - level)).toBeLessThan(0.1);
  });

  test('case 6: five channels', () => {
    const [front, centre, surround] = [-28, -24, -30].map((level) => tone([[level, 20]]));
    const result = measure([front!, front!, centre!, surround!, surround!]);
    expect(Math.abs(result.integratedLufs + 23)).toBeLessThan(0.1);
  });

  test('the LFE of six channels does not count', () => {
    const [front, centre, surround] = [-28, -24, -30].map((level) => tone([[level, 20]]));
    const result = measure([front!, front!, centre!, tone([[-3, 20]]), surround!, surround!]);
    expect(Math.abs(result.integratedLufs + 23)).toBeLessThan(0.1);
  });

  test('case 9: short-term constant after 3 s', () => {
    const { curve } = measure(
      stereo(
        tone(
          repeat(5, [
            [-20, 1.34],
            [-30, 1.66],
          ] as [number, number][]),
        ),
      ),
    );
    const settled = curve.shortTermLufs.subarray(29);
    expect(settled.length).toBeGreaterThan(100);
    for (const level of settled) expect(Math.abs(level + 23)).toBeLessThan(0.1);
  });

  test.each(Array.from({ length: 20 }, (_, n) => n))('case 10 file %d: largest short-term', (n) => {
    const signal = concat(silence(n * 0.15), tone([[-23, 3]]), silence(1));
    expect(Math.abs(measure(stereo(signal)).maxShortTermLufs + 23)).toBeLessThan(0.1);
  });

  test('case 12: momentary constant after 1 s', () => {
    const signal = tone(
      repeat(25, [
        [-20, 0.18],
        [-30, 0.22],
      ] as [number, number][]),
    );
    const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    meter.push(stereo(signal.subarray(0, sampleRate)));
    for (let at = sampleRate; at < signal.length; at += 480) {
      meter.push(stereo(signal.subarray(at, at + 480)));
      expect(Math.abs(meter.current().momentaryLufs + 23)).toBeLessThan(0.1);
    }
  });

  test.each(Array.from({ length: 20 }, (_, n) => n))('case 13 file %d: largest momentary', (n) => {
    const signal = concat(silence(n * 0.02), tone([[-23, 0.4]]), silence(1));
    expect(Math.abs(measure(stereo(signal)).maxMomentaryLufs + 23)).toBeLessThan(0.1);
  });
});

describe('EBU Tech 3341, true peak', () => {
  const within = (readDbtp: number, expected: number) => {
    expect(readDbtp - expected).toBeLessThanOrEqual(0.2);
    expect(readDbtp - expected).toBeGreaterThanOrEqual(-0.4);
  };

  test.each([
    ['case 15', 1 / 4, 0, 0.5, -6],
    ['case 16', 1 / 4, 45, 0.5, -6],
    ['case 17', 1 / 6, 60, 0.5, -6],
    ['case 18', 1 / 8, 67.5, 0.5, -6],
    ['case 19', 1 / 4, 45, 1.41, 3],
  ])('%s', (_, share, degrees, amplitude, expected) => {
    // Faded in and out: a sine that is cut off hard truly peaks higher between its first samples.
    const signal = faded(sine(sampleRate, sampleRate, share * sampleRate, amplitude, (degrees * Math.PI) / 180));
    within(measure(stereo(signal)).truePeakDbtp, expected);
  });

  test.each([0, 1, 2, 3])('cases 20 to 23: a peak between samples, offset %d of 4', (offset) => {
    // A band-limited pulse of 0 dBTP at four times the rate, decimated with an offset.
    const frames = 4800;
    const signal = Float32Array.from({ length: frames }, (_, i) => {
      const t = i - frames / 2 + offset / 4;
      const edge = t / 200;
      const window = Math.abs(edge) < 1 ? Math.cos((Math.PI / 2) * edge) ** 2 : 0;
      return window * (t === 0 ? 1 : Math.sin(0.75 * Math.PI * t) / (0.75 * Math.PI * t));
    });
    within(measure(stereo(signal)).truePeakDbtp, 0);
  });

  test('agrees with a plain 4× interpolation', () => {
    const signal = noise(20_000, 5);
    expect(measure([signal]).truePeakDbtp).toBeCloseTo(truePeakDb(signal, { ...ownMeter, factor: 4 }), 4);
  });

  test('what still rings after the last sample counts, and measuring may go on', () => {
    const signal = sine(1000, sampleRate, sampleRate / 4, 1, Math.PI / 4);
    const meter = new LoudnessMeter(dsp, { channels: 1, sampleRate });
    meter.push([signal.subarray(0, 502)]);
    const first = meter.result().truePeakDbtp;
    expect(first).toBeCloseTo(truePeakDb(signal.subarray(0, 502), { ...ownMeter, factor: 4 }), 4);
    expect(meter.result().truePeakDbtp).toBe(first);
    meter.push([signal.subarray(502)]);
    const whole = measure([signal]);
    expect(meter.result().perChannel).toEqual(whole.perChannel);
  });
});

describe('EBU Tech 3342, loudness range', () => {
  test.each<[[number, number][], number]>([
    [
      [
        [-20, 20],
        [-30, 20],
      ],
      10,
    ],
    [
      [
        [-20, 20],
        [-15, 20],
      ],
      5,
    ],
    [
      [
        [-40, 20],
        [-20, 20],
      ],
      20,
    ],
    [
      [
        [-50, 20],
        [-35, 20],
        [-20, 20],
        [-35, 20],
        [-50, 20],
      ],
      15,
    ],
  ])('%j', (steps, expected) => {
    expect(Math.abs(measure(stereo(tone(steps))).rangeLu - expected)).toBeLessThanOrEqual(1);
  });
});

describe('loudness meter', () => {
  test('agrees with its plain twin', () => {
    const channels = [musicLike(30 * sampleRate, 1), musicLike(30 * sampleRate, 2)];
    const result = measure(channels);
    const expected = measureLoudness(channels);
    expect(result.integratedLufs).toBeCloseTo(expected.integratedLufs, 2);
    expect(Math.abs(result.rangeLu - expected.rangeLu)).toBeLessThan(0.05);
  });

  test.each([8000, 11_025, 22_050, 44_100, 88_200, 96_000, 192_000])('reads the same at %d Hz', (rate) => {
    const result = measure(stereo(tone([[-23, 10]], rate)), rate);
    expect(Math.abs(result.integratedLufs + 23)).toBeLessThan(0.1);
    expect(Math.abs(result.maxMomentaryLufs + 23)).toBeLessThan(0.1);
  });

  test('one channel counts once', () => {
    expect(measure([tone([[-23, 10]])]).integratedLufs).toBeCloseTo(-26.0, 1);
  });

  test.each([1, 64, 127, 128, 4096])('reads the same in blocks of %d', (block) => {
    const channels = [musicLike(4 * sampleRate, 3), noise(4 * sampleRate, 4, 0.1)];
    const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    for (let at = 0; at < 4 * sampleRate; at += block) meter.push(channels.map((c) => c.subarray(at, at + block)));
    expect(meter.result()).toEqual(measure(channels));
  });

  test('silence has no loudness and no peak', () => {
    const result = measure(stereo(silence(5)));
    expect(result).toMatchObject({
      integratedLufs: Number.NEGATIVE_INFINITY,
      maxShortTermLufs: Number.NEGATIVE_INFINITY,
      truePeakDbtp: Number.NEGATIVE_INFINITY,
      rangeLu: 0,
    });
  });

  test('less than 400 ms has a peak but no loudness', () => {
    const result = measure(stereo(sine(4800, sampleRate, 1000, 0.5)));
    expect(result.integratedLufs).toBe(Number.NEGATIVE_INFINITY);
    expect(result.samplePeakDbfs).toBeCloseTo(-6.02, 1);
  });

  test('NaN, infinities and absurd samples count as silence and leave no trace', () => {
    const signal = tone([[-23, 10]]);
    const broken = signal.slice();
    for (const [i, bad] of [Number.NaN, Number.POSITIVE_INFINITY, -3e38, 1e-42].entries()) broken[1000 + i] = bad;
    expect(Math.abs(measure(stereo(broken)).integratedLufs - measure(stereo(signal)).integratedLufs)).toBeLessThan(
      0.01,
    );
    expect(measure(stereo(broken)).truePeakDbtp).toBeLessThan(-20);
  });

  test('the curve has a value every 100 ms', () => {
    const { curve } = measure(stereo(tone([[-23, 200]])));
    expect(curve.shortTermLufs).toHaveLength(2000);
    expect(curve.shortTermLufs.at(-1)).toBeCloseTo(-23, 1);
  });

  test('refuses rates and channels it cannot measure', () => {
    expect(() => new LoudnessMeter(dsp, { channels: 0, sampleRate })).toThrow('1 to 8 channels');
    expect(() => new LoudnessMeter(dsp, { channels: 2, sampleRate: 384_000 })).toThrow('8 to 192 kHz');
    expect(() => new LoudnessMeter(dsp, { channels: 2, sampleRate }).push([silence(1)])).toThrow('2 channels');
  });
});
