import { describe, expect, test } from 'vitest';
import { Analyser } from './analyser.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import { loadDspFromDisk } from './node.ts';
import { concat, musicLike, noise, randomSource, sine } from './oracle/signals.ts';
import { SpectrumMeter } from './spectrum-meter.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

const analyse = (channels: Float32Array[], { rate = sampleRate, bitDepth = null as number | null } = {}) => {
  const analyser = new Analyser(dsp, { channels: channels.length, sampleRate: rate, bitDepth });
  analyser.push(channels);
  return analyser.result();
};

const seconds = (count: number) => Math.round(count * sampleRate);
const add = (...parts: Float32Array[]): Float32Array =>
  parts[0]!.map((_, at) => parts.reduce((sum, part) => sum + part[at]!, 0));
const amplitude = (dbfs: number) => 10 ** (dbfs / 20);

/** Windowed-sinc low-pass of 255 taps: what a lossy encoder does to the top. */
const lowPass = (samples: Float32Array, hz: number, rate = sampleRate): Float32Array => {
  const half = 127;
  const taps = Array.from({ length: 2 * half + 1 }, (_, k) => {
    const t = k - half;
    const x = (2 * hz) / rate;
    const window = 0.42 + 0.5 * Math.cos((Math.PI * t) / half) + 0.08 * Math.cos((2 * Math.PI * t) / half);
    return window * (t === 0 ? x : Math.sin(Math.PI * x * t) / (Math.PI * t));
  });
  return samples.map((_, at) => taps.reduce((sum, tap, k) => sum + tap * (samples[at + k - half] ?? 0), 0));
};

describe('what the parts measure, the whole measures', () => {
  const channels = [musicLike(seconds(6), 1), musicLike(seconds(6), 2)];

  test('loudness and spectrum', () => {
    const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    meter.push(channels);
    const spectrum = new SpectrumMeter(dsp, { channels: 2, sampleRate });
    spectrum.push(channels);
    const result = analyse(channels);
    expect(result.loudness).toEqual(meter.result());
    expect(result.spectrum).toEqual(spectrum.longTerm());
    expect(result.frames).toBe(seconds(6));
  });

  test.each([1, 64, 127, 128, 4096, 24_000])('in blocks of %d', (block) => {
    const part = channels.map((channel) => channel.subarray(0, seconds(1)));
    const analyser = new Analyser(dsp, { channels: 2, sampleRate, bitDepth: 24 });
    for (let at = 0; at < seconds(1); at += block) analyser.push(part.map((one) => one.subarray(at, at + block)));
    expect(analyser.result()).toEqual(analyse(part, { bitDepth: 24 }));
  });

  test('six channels', () => {
    const six = Array.from({ length: 6 }, (_, n) => noise(seconds(1), n + 1, 0.1));
    const { loudness, peaks } = analyse(six);
    expect(peaks).toHaveLength(6);
    const meter = new LoudnessMeter(dsp, { channels: 6, sampleRate });
    meter.push(six);
    expect(loudness.integratedLufs).toBe(meter.result().integratedLufs);
  });
});

describe('samples', () => {
  test('mean, level, peaks and silence at either end', () => {
    const left = concat(new Float32Array(4801), sine(seconds(2), sampleRate, 997, 0.5), new Float32Array(1203));
    const right = left.map((x) => (x === 0 ? 0 : 0.25 * x + 0.01));
    const { loudness, loud, peaks } = analyse([left, right]);
    expect(loudness.perChannel[1]!.mean).toBeCloseTo((0.01 * seconds(2)) / left.length, 4);
    expect(loudness.perChannel[0]!.rmsDbfs).toBeCloseTo(-9.03 + 10 * Math.log10(seconds(2) / left.length), 2);
    expect(peaks[0]).toBeCloseTo(0.5, 4);
    expect(peaks[1]).toBeCloseTo(0.135, 4);
    expect(Math.abs(loud!.firstFrame - 4801)).toBeLessThan(3);
    expect(Math.abs(loud!.lastFrame - (left.length - 1204))).toBeLessThan(3);
  });

  test('bits in use, the same channel twice', () => {
    const random = randomSource(5);
    const coarse = Float32Array.from({ length: 1001 }, () => Math.round((random() - 0.5) * 2 ** 15) / 2 ** 15);
    const result = analyse([coarse, coarse], { bitDepth: 24 });
    // 16 of 24 bits: the lowest eight are never used.
    expect(result.usedBits! & 0xff).toBe(0);
    expect(result.usedBits! & 0x100).toBe(0x100);
    expect(result.sameChannels).toBe(true);
    const other = coarse.slice();
    other[1000]! += 2 ** -23;
    const changed = analyse([coarse, other], { bitDepth: 24 });
    expect(changed.usedBits! & 1).toBe(1);
    expect(changed.sameChannels).toBe(false);
  });

  test('runs of three and more at the maximum, with their places', () => {
    const top = Math.fround(32_767 / 32_768);
    const signal = sine(seconds(1), sampleRate, 100, 0.9);
    signal.fill(top, 1000, 1003);
    signal.fill(-1, 7167, 7172);
    signal.fill(top, 20_000, 20_002);
    signal.fill(0.7, 30_000, 30_100);
    const { clippedRunCount, clippedRuns } = analyse([signal, sine(seconds(1), sampleRate, 100, 0.9)]);
    expect(clippedRunCount).toBe(2);
    expect(clippedRuns).toEqual([
      { atFrame: 1000, samples: 3, channel: 0 },
      { atFrame: 7167, samples: 5, channel: 0 },
    ]);
  });

  test('what looked clipped before the real maximum came is forgotten', () => {
    const signal = sine(seconds(1), sampleRate, 100, 0.5);
    signal.fill(0.8, 1000, 1010);
    signal.fill(0.95, 40_000, 40_004);
    expect(analyse([signal]).clippedRuns).toEqual([{ atFrame: 40_000, samples: 4, channel: 0 }]);
    expect(analyse([new Float32Array(seconds(1)).fill(0.2)]).clippedRunCount).toBe(0);
  });

  test('a dead, an opposite and a lonely channel', () => {
    const music = musicLike(seconds(5), 4);
    const loss = (right: Float32Array) => analyse([music, right]).loudness.stereo!.monoLossLu;
    expect(loss(music)).toBeCloseTo(0, 6);
    expect(loss(musicLike(seconds(5), 5))).toBeGreaterThan(2.5);
    expect(loss(musicLike(seconds(5), 5))).toBeLessThan(3.5);
    expect(loss(music.map((x) => -x))).toBe(Number.POSITIVE_INFINITY);
    expect(loss(new Float32Array(seconds(5)))).toBeCloseTo(3.01, 2);
    expect(analyse([music]).loudness.stereo).toBeNull();
  });

  test('peak to short-term loudness', () => {
    // A sine that is measured as −23 LUFS (stereo, −23 dBFS) has a true peak of −23: 0 dB. Clicks raise the peak alone.
    const tone = sine(seconds(10), sampleRate, 1000, amplitude(-23));
    expect(analyse([tone, tone]).loudness.minPsrDb).toBeCloseTo(0, 1);
    const clicks = tone.map((x, at) => (at % sampleRate === 100 ? 0.5 : x));
    const { minPsrDb, curve } = analyse([clicks, clicks]).loudness;
    expect(minPsrDb).toBeGreaterThan(16);
    expect(curve.psrDb).toHaveLength(100);
    expect(analyse([tone.subarray(0, seconds(2))]).loudness.minPsrDb).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('hum', () => {
  /** Music that rests now and then, as a recorded part does. */
  const playing = musicLike(seconds(20), 7, 0.2).map((x, at) => (at % seconds(5) < seconds(2.5) ? x : 0));
  const hiss = noise(seconds(20), 8, amplitude(-85));
  const hum = (hz: number, dbfs: number, harmonics: number[]) =>
    add(...harmonics.map((n) => sine(seconds(20), sampleRate, n * hz, amplitude(dbfs) / n, n)));

  test.each([
    [50, -70],
    [60, -70],
    [50, -50],
  ] as const)('%d Hz at %d dBFS under music that rests', (hz, dbfs) => {
    const found = analyse([add(playing, hiss, hum(hz, dbfs, [1, 2, 3]))]).hum;
    expect(found).toMatchObject({ mainsHz: hz, harmonics: [1, 2, 3] });
    const power = [1, 2, 3].reduce((sum, n) => sum + (amplitude(dbfs) / n) ** 2 / 2, 0);
    expect(Math.abs(found!.levelDbfs - 10 * Math.log10(power))).toBeLessThan(2);
  });

  test('mains that are a tenth of a hertz off, in both channels of 44.1 kHz', () => {
    const rate = 44_100;
    const channels = [1, 2].map((n) =>
      add(
        noise(rate * 20, n, amplitude(-80)),
        sine(rate * 20, rate, 100.2, amplitude(-60)),
        sine(rate * 20, rate, 150.3, 1e-3),
      ),
    );
    expect(analyse(channels, { rate }).hum).toMatchObject({ mainsHz: 50, harmonics: [2, 3] });
  });

  test('there is none in noise, in music, under a bass that holds a low G, in silence', () => {
    const bass = add(sine(seconds(20), sampleRate, 49, 0.3), sine(seconds(20), sampleRate, 98, 0.1), hiss);
    for (const signal of [hiss, playing, add(playing, hiss), bass, new Float32Array(seconds(20))]) {
      expect(analyse([signal]).hum).toBeNull();
    }
  });
});

describe('spectral cut-off', () => {
  const white = noise(seconds(1), 9, 0.5);

  test.each([11_000, 16_000, 19_000])('at %d Hz', (hz) => {
    const { cutoffHz } = analyse([lowPass(white, hz)]);
    expect(Math.abs(cutoffHz! - hz)).toBeLessThan(150);
  });

  test('of 44.1 kHz, over the noise of 16 bits', () => {
    const rate = 44_100;
    const cut = add(lowPass(noise(rate, 1, 0.1), 16_000, rate), noise(rate, 2, 2 ** -16));
    expect(Math.abs(analyse([cut], { rate }).cutoffHz! - 16_000)).toBeLessThan(150);
  });

  test('there is none in white noise, under quiet tops, in a dark sound or in silence', () => {
    const dark = musicLike(seconds(1), 3).map((x) => x / 10);
    let low = 0;
    let lower = 0;
    // 12 dB per octave from 300 Hz down to the noise of 24 bits.
    const quietTop = noise(seconds(1), 4, 0.5).map((x, at) => {
      low += 0.04 * (x - low);
      lower += 0.04 * (low - lower);
      return lower + 2 ** -23 * (at % 2);
    });
    for (const signal of [white, dark, quietTop, lowPass(white, 4000), new Float32Array(seconds(1))]) {
      expect(analyse([signal]).cutoffHz).toBeNull();
    }
  });
});

describe('tempo', () => {
  const clicks = (bpm: number, length: number, rate = sampleRate) => {
    const samples = noise(length * rate, 2, 0.001);
    for (let beat = 0; (beat * 60 * rate) / bpm < samples.length; beat++) {
      const at = Math.round((beat * 60 * rate) / bpm);
      for (let i = 0; i < 200 && at + i < samples.length; i++) samples[at + i]! += 0.5 * 0.97 ** i * (i % 2 ? -1 : 1);
    }
    return samples;
  };

  test.each([
    [120, 48_000],
    [87.5, 48_000],
    [140, 44_100],
    [174, 96_000],
    [120, 8000],
  ])('clicks at %d bpm, %d Hz', (bpm, rate) => {
    const { tempo } = analyse([clicks(bpm, 25, rate)], { rate });
    expect(Math.abs(tempo!.bpm - bpm)).toBeLessThan(0.2);
    expect(tempo!.confidence).toBeGreaterThan(0.5);
  });

  test('a beat with a quieter off-beat, and a bass on one and three', () => {
    const beat = clicks(100, 30);
    const off = clicks(200, 30).map((x) => x * 0.2);
    const bass = Float32Array.from({ length: beat.length }, (_, at) => {
      const t = (at / sampleRate) % 1.2;
      return 0.5 * Math.exp(-6 * t) * Math.sin(2 * Math.PI * 55 * t);
    });
    expect(Math.abs(analyse([add(beat, off, bass)]).tempo!.bpm - 100)).toBeLessThan(0.3);
  });

  test('nothing repeats in noise, in a held tone, in silence; little can be said of 3 s', () => {
    const tone = sine(seconds(20), sampleRate, 440, 0.3);
    for (const signal of [noise(seconds(20), 3, 0.3), tone, new Float32Array(seconds(20))]) {
      expect(analyse([signal]).tempo).toBeNull();
    }
    expect(analyse([clicks(120, 3)]).tempo).toBeNull();
  });
});

describe('key', () => {
  /** Chords of [semitones above C4], a second each, with four harmonics. */
  const chords = (list: number[][], cents = 0) =>
    concat(
      ...list.map((chord) =>
        add(
          ...chord.flatMap((note) =>
            [1, 2, 3, 4].map((harmonic) =>
              sine(seconds(1), sampleRate, harmonic * 261.6256 * 2 ** (note / 12 + cents / 1200), 0.1 / harmonic),
            ),
          ),
        ),
      ),
    );
  const cadence = [
    [0, 4, 7],
    [5, 9, 12],
    [7, 11, 14],
    [0, 4, 7],
  ];
  const minorCadence = [
    [0, 3, 7],
    [5, 8, 12],
    [7, 11, 14],
    [0, 3, 7],
  ];
  const moved = (list: number[][], by: number) => list.map((chord) => chord.map((note) => note + by));

  test.each([
    ['C', 'major', cadence],
    ['C', 'minor', minorCadence],
    ['G', 'major', moved(cadence, 7)],
    ['F♯', 'minor', moved(minorCadence, -6)],
    ['E♭', 'major', moved(cadence, 3)],
  ])('a cadence in %s %s', (tonic, mode, list) => {
    const { key } = analyse([chords([...list, ...list])]);
    expect(key).toMatchObject({ tonic, mode });
    expect(key!.confidence).toBeGreaterThan(0.2);
  });

  test.each([-40, 35])('tuned %d cents away', (cents) => {
    expect(analyse([chords([...cadence, ...cadence], cents)]).key).toMatchObject({ tonic: 'C', mode: 'major' });
  });

  test('silence has none, and noise little confidence', () => {
    expect(analyse([new Float32Array(seconds(5))]).key).toBeNull();
    expect(analyse([noise(seconds(10), 6, 0.3)]).key?.confidence ?? 0).toBeLessThan(0.25);
  });
});
