import { describe, expect, test } from 'vitest';
import { loadDspFromDisk } from '../node.ts';
import { modulate } from '../oracle/modulation.ts';
import { testProcessorProperties } from '../oracle/processor-properties.ts';
import { run } from '../oracle/run.ts';
import { noise, rmsDb } from '../oracle/signals.ts';
import { ProcessorEngine } from '../processor-engine.ts';
import { type ModulationSettings, neutralModulation } from './modulation.ts';

const dsp = await loadDspFromDisk();
const rate = 48_000;
const modulation = (change: Partial<ModulationSettings>) => ({
  kind: 'modulation' as const,
  settings: { ...neutralModulation(), ...change },
});
const engineWith = (change: Partial<ModulationSettings>) =>
  new ProcessorEngine(dsp, { processor: modulation(change), sampleRate: rate });

describe.each(['chorus', 'flanger', 'phaser', 'tremolo'] as const)('modulation, %s', (kind) => {
  const busy = { kind, rateHz: 1.3, depth: 0.8, feedback: 0.4, mix: 0.6, stereoPhaseDegrees: 120 };

  testProcessorProperties(dsp, { busy: modulation(busy), neutral: modulation({ ...busy, mix: 0 }) });

  test('agrees with its twin on both channels, from the first frame', () => {
    const settings = { ...neutralModulation(), ...busy, mix: 1 };
    const input = noise(30_000, 1, 0.5);
    const out = run(engineWith(settings), [input, input]);
    out.forEach((channel, c) => {
      const twin = modulate(input, settings, c === 0 ? 0 : 120 / 360, rate);
      const error = channel.map((x, i) => x - twin[i]!);
      // The phaser's coefficient runs along straight lines of 16 frames.
      expect(rmsDb(error) - rmsDb(input)).toBeLessThan(kind === 'phaser' ? -75 : -100);
    });
  });

  test('after the tail it is silent', () => {
    const engine = engineWith({ ...busy, mix: 1, feedback: 0.9 });
    const burst = noise(4800, 2, 0.5);
    const input = new Float32Array(4800 + engine.tailFrames + 4800);
    input.set(burst);
    const [out] = run(engine, [input, input]);
    expect(rmsDb(out.subarray(4800 + engine.tailFrames)) - rmsDb(burst)).toBeLessThan(-90);
  });

  test('depth and mix change without a click', () => {
    const engine = engineWith({ ...busy, feedback: 0 });
    const input = Float32Array.from({ length: 48_000 }, (_, i) => 0.5 * Math.sin((2 * Math.PI * 200 * i) / rate));
    const out = new Float32Array(48_000);
    const play = (from: number, to: number) =>
      engine.process(
        [input.subarray(from, to), input.subarray(from, to)],
        out.subarray(from, to),
        new Float32Array(to - from),
      );
    play(0, 24_000);
    engine.setSettings(modulation({ ...busy, feedback: 0, depth: 0.2, mix: 1 }));
    play(24_000, 48_000);
    // 0.5 at 200 Hz moves by 0.013 per frame; the delay runs at most a few percent faster or slower, but while it is smoothed.
    for (let i = 2000; i < out.length; i++) expect(Math.abs(out[i]! - out[i - 1]!)).toBeLessThan(0.03);
  });
});
