import { expect, test } from 'vitest';
import { MasterEngine } from './master-engine.ts';
import { neutralMaster } from './neutral-settings.ts';
import { loadDspFromDisk } from './node.ts';
import { musicLike } from './oracle/signals.ts';
import type { MasterSettings } from './settings.ts';

const dsp = await loadDspFromDisk();

const master = (settings: MasterSettings, input: readonly [Float32Array, Float32Array]) => {
  const engine = new MasterEngine(dsp, { settings, sampleRate: 48_000 });
  const late = engine.latencyFrames;
  const frames = input[0].length + late;
  const padded = input.map((channel) => {
    const samples = new Float32Array(frames);
    samples.set(channel);
    return samples;
  });
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  engine.process([padded[0]!, padded[1]!], left, right);
  return { late, left: left.subarray(late), right: right.subarray(late) };
};

const input = [musicLike(4000, 1, 0.2), musicLike(4000, 2, 0.2)] as const;
const plain = (): MasterSettings => {
  const settings = neutralMaster();
  settings.limiter.enabled = false;
  return settings;
};

test('everything that delays is on and changes nothing: the chain is as late as it says, to the sample', () => {
  const settings = plain();
  const without = master(settings, input).late;
  settings.eq = { enabled: true, phase: 'linear', bands: [] };
  settings.toneCurve = { enabled: true, phase: 'linear', mid: [], side: [] };
  settings.compressor = { ...settings.compressor, enabled: true, mix: 0, lookAheadMs: 4 };
  settings.saturation = { ...settings.saturation, enabled: true, mix: 0 };
  const { late, left, right } = master(settings, input);
  expect(late - without).toBeGreaterThan(2 * 8192 + 192);
  left.forEach((x, i) => {
    expect(Math.abs(x - input[0][i]!)).toBeLessThan(1e-6);
    expect(Math.abs(right[i]! - input[1][i]!)).toBeLessThan(1e-6);
  });
});

test('what is switched on while it plays is heard from then on, and off again', () => {
  const settings = plain();
  const engine = new MasterEngine(dsp, { settings, sampleRate: 48_000 });
  const loud = (change: Partial<MasterSettings>): number => {
    engine.setSettings({ ...settings, ...change });
    const left = new Float32Array(8000);
    const ones = left.map(() => 0.25);
    for (let round = 0; round < 4; round++) engine.process([ones, ones], left, new Float32Array(8000));
    return left[7999]!;
  };
  const curve = (db: number) => [{ hz: 1000, db }];
  expect(loud({})).toBeCloseTo(0.25, 6);
  expect(loud({ toneCurve: { enabled: true, phase: 'minimum', mid: curve(-6), side: [] } })).toBeCloseTo(0.125, 2);
  expect(loud({ saturation: { enabled: true, character: 'clip', driveDb: 24, mix: 1 } })).not.toBeCloseTo(0.25, 2);
  expect(loud({})).toBeCloseTo(0.25, 6);
});

test('width narrows what the limiter hears', () => {
  const settings = plain();
  settings.width = { enabled: true, width: 0, monoBelowHz: 0 };
  const { left, right } = master(settings, input);
  left.forEach((x, i) => {
    expect(x).toBeCloseTo((input[0][i]! + input[1][i]!) / 2, 6);
    expect(right[i]).toBeCloseTo(x, 6);
  });
});
