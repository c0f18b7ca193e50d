import { describe, expect, test } from 'vitest';
import { LiveMeter, type LiveReading, liveBandsHz, liveReadingLength, liveReadingOf } from './live-meter.ts';
import { LoudnessMeter } from './loudness-meter.ts';
import { loadDspFromDisk } from './node.ts';
import { musicLike, noise, sine } from './oracle/signals.ts';

const dsp = await loadDspFromDisk();
const sampleRate = 48_000;

/** As an audio thread does it: in blocks of 128. */
function listen(channels: readonly Float32Array[], rate = sampleRate): LiveReading {
  const meter = new LiveMeter(dsp, { sampleRate: rate });
  for (let at = 0; at < channels[0]!.length; at += 128)
    meter.push(channels.map((channel) => channel.subarray(at, at + 128)));
  const values = new Float32Array(liveReadingLength);
  meter.read(values);
  return liveReadingOf(values);
}

describe('live meter', () => {
  test('reads what the meters of files read', () => {
    const [left, right] = [musicLike(sampleRate * 20, 1), musicLike(sampleRate * 20, 2)];
    const reading = listen([left, right]);
    const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    meter.push([left, right]);
    const result = meter.result();
    expect(reading.integratedLufs).toBeCloseTo(result.integratedLufs, 4);
    expect(reading.rangeLu).toBeCloseTo(result.rangeLu, 4);
    expect(reading.truePeakDbtp.left).toBeCloseTo(result.perChannel[0]!.truePeakDbtp, 4);
    expect(reading.truePeakDbtp.right).toBeCloseTo(result.perChannel[1]!.truePeakDbtp, 4);
    expect(reading.momentaryLufs).toBeCloseTo(meter.current().momentaryLufs, 4);
    expect(reading.shortTermLufs).toBeCloseTo(meter.current().shortTermLufs, 4);
  });

  test('tells how the channels relate now', () => {
    const one = noise(sampleRate, 1, 0.25);
    const other = noise(sampleRate, 2, 0.25);
    expect(listen([one, one]).recent.correlation).toBeCloseTo(1, 5);
    expect(listen([one, one.map((x) => -x)]).recent.correlation).toBeCloseTo(-1, 5);
    expect(Math.abs(listen([one, other]).recent.correlation!)).toBeLessThan(0.1);
    const dead = listen([one, new Float32Array(sampleRate)]);
    expect(dead.recent.correlation).toBeNull();
    expect(dead.recent.rmsDbfs.right).toBe(Number.NEGATIVE_INFINITY);
  });

  test.each([44_100, 48_000, 96_000])('a sine stands in its band at %d Hz, and nowhere else', (rate) => {
    for (const band of [6, 18, 30, 33, 36, 48, 58]) {
      const tone = sine(rate * 3, rate, liveBandsHz[band]!);
      const { bandsDb } = listen([tone, tone], rate);
      expect(bandsDb[band]!, `${liveBandsHz[band]} Hz`).toBeGreaterThan(-3.5);
      expect(bandsDb[band]!).toBeLessThan(0.1);
      for (const [at, db] of bandsDb.entries()) if (Math.abs(at - band) > 3) expect(db).toBeLessThan(-30);
    }
  });

  test('silence reads as silence, and what never ends keeps nothing', () => {
    const meter = new LiveMeter(dsp, { sampleRate });
    const values = new Float32Array(liveReadingLength);
    meter.read(values);
    expect(liveReadingOf(values).integratedLufs).toBe(Number.NEGATIVE_INFINITY);
    expect(liveReadingOf(values).recent.correlation).toBeNull();
    const block = [noise(128, 1, 0.1), noise(128, 2, 0.1)];
    for (let pushed = 0; pushed < 2000; pushed++) meter.push(block);
    const before = process.memoryUsage().arrayBuffers;
    for (let pushed = 0; pushed < 40_000; pushed++) meter.push(block);
    meter.read(values);
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
  });
});
