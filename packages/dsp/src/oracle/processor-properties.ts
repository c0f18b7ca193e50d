import { expect, test } from 'vitest';
import type { Dsp } from '../dsp.ts';
import { ProcessorEngine, type ProcessorSettings } from '../processor-engine.ts';
import { run, type Stereo, sameBits } from './run.ts';
import { musicLike, noise } from './signals.ts';

export type ProcessorProperties = {
  /** Settings with which it does something. */
  busy: ProcessorSettings;
  /** Settings with which it passes its input unchanged; `null` when it never does, as effects that give the wet signal. */
  neutral: ProcessorSettings | null;
  sampleRate?: number;
  frames?: number;
};

/** What holds for every processor, as tests; call it inside a `describe`. */
export const testProcessorProperties = (
  dsp: Dsp,
  { busy, neutral, sampleRate = 48_000, frames = 24_000 }: ProcessorProperties,
): void => {
  const make = (processor = busy) => new ProcessorEngine(dsp, { processor, sampleRate });
  /** Music, then digital silence, then noise. */
  const input: Stereo = [musicLike(frames, 1), musicLike(frames, 2)];
  for (const channel of input) {
    channel.fill(0, frames / 3, (frames * 2) / 3);
    channel.set(noise(frames / 3, 3, 0.5), (frames * 2) / 3);
  }
  const whole = run(make(), input);

  test.each([1, 64, 127, 128, 1024, 4096])('the same bits in blocks of %d', (block) => {
    expect(whole[0].some((x) => Math.abs(x) > 0.01)).toBe(true);
    expect(sameBits(run(make(), input, block), whole)).toBe(true);
  });

  test('switching it off and on again gives the same bits in blocks of any size, without a click', () => {
    const rest = neutral ?? busy;
    /** Off and on at odd places, the last time after a silence in which everything has come to rest. */
    const switches = [0, 1501, 3001, 4005, frames / 3 + 11, (frames * 2) / 3 - 999, frames];
    const switched = (signal: Stereo, block: number): Stereo => {
      const engine = make();
      const out: Stereo = [new Float32Array(frames), new Float32Array(frames)];
      switches.slice(1).forEach((to, i) => {
        const from = switches[i]!;
        engine.setSettings(i % 2 ? rest : busy);
        const part = signal.map((channel) => channel.subarray(from, to)) as Stereo;
        run(engine, part, block).forEach((channel, c) => {
          out[c]!.set(channel, from);
        });
      });
      return out;
    };
    const once = switched(input, frames);
    expect(sameBits(switched(input, 1), once)).toBe(true);
    expect(sameBits(switched(input, 127), once)).toBe(true);
    if (make(rest).latencyFrames !== make().latencyFrames) return;
    const tone = Float32Array.from({ length: frames }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 50 * i) / sampleRate));
    const steepest = ([left]: Stereo): number => Math.max(...left.map((x, i) => Math.abs(x - (left[i - 1] ?? x))));
    const steady = Math.max(steepest([tone, tone]), steepest(run(make(), [tone, tone])));
    expect(steepest(switched([tone, tone], frames))).toBeLessThan(3 * steady);
  });

  test('after its tail it is silent', () => {
    const engine = make();
    run(engine, input);
    const wait = engine.latencyFrames + engine.tailFrames + sampleRate / 2;
    run(engine, [new Float32Array(wait), new Float32Array(wait)]);
    const [left, right] = run(engine, [new Float32Array(1000), new Float32Array(1000)]);
    expect(Math.max(...left.map(Math.abs), ...right.map(Math.abs))).toBeLessThan(10 ** (-96 / 20));
  });

  test('the same bits again after a reset', () => {
    const engine = make();
    run(engine, input);
    engine.reset();
    expect(sameBits(run(engine, input), whole)).toBe(true);
  });

  test('NaN, infinities and samples out of all bounds count as silence', () => {
    const hostile = input.map((channel) => Float32Array.from(channel)) as Stereo;
    const silenced = input.map((channel) => Float32Array.from(channel)) as Stereo;
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e30].forEach((value, i) => {
      for (const channel of hostile) channel.fill(value, 1000 + 10 * i, 1005 + 10 * i);
      for (const channel of silenced) channel.fill(0, 1000 + 10 * i, 1005 + 10 * i);
    });
    const out = run(make(), hostile);
    expect(out.every((channel) => channel.every(Number.isFinite))).toBe(true);
    expect(sameBits(out, run(make(), silenced))).toBe(true);
  });

  test('denormal input gives finite, inaudible output', () => {
    const tiny = input.map((channel) => channel.map((_, i) => (i % 2 ? 1e-40 : -1e-42))) as Stereo;
    for (const channel of run(make(), tiny)) expect(channel.every((x) => Math.abs(x) < 1e-12)).toBe(true);
  });

  if (!neutral) return;
  test('at rest it changes nothing but the time', () => {
    const engine = make(neutral);
    const latency = engine.latencyFrames;
    const out = run(engine, input);
    const late = out.map((channel) => channel.subarray(latency)) as Stereo;
    const early = input.map((channel) => channel.subarray(0, frames - latency)) as Stereo;
    expect(sameBits(late, early)).toBe(true);
  });
};
