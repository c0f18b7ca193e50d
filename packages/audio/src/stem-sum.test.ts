import { MasterEngine } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import {
  defaultMasterRecipe,
  defaultMasterStem,
  type MasterRecipe,
  type MasterStem,
  masterRecipeSchema,
  masterSettingsOf,
} from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { renderMaster } from './render-master.ts';
import { music, readFileSamples, tempDir, writeWav } from './testing/made-files.ts';

const frames = 4 * 48_000;
const names = ['drums', 'bass', 'vocal'];
const parts = (channels: (at: number) => number) =>
  names.map((_, at) => music(frames - 5000 * at, channels(at), { level: 0.1 + 0.05 * at }));
const stemsWith = (change: Partial<MasterStem> = {}): MasterStem[] =>
  names.map((id) => ({ ...defaultMasterStem(id, id), ...change }));

/** Compression and EQ in the chain, and a limiter at work. */
const chain = (stems: MasterStem[]): MasterRecipe => {
  const recipe = defaultMasterRecipe({ lufs: -12 });
  const eq = { ...recipe.eq, enabled: true, bands: [{ ...recipe.eq.bands[1]!, gainDb: 3 }] };
  const compressor = { ...recipe.compressor, enabled: true, thresholdDb: -24, ratio: 2 };
  return masterRecipeSchema.parse({ ...recipe, eq, compressor, stems, driveDb: 6, bitDepth: '32f' });
};

test.each([
  ['stereo', () => 2],
  ['mono and stereo', (at: number) => 1 + (at % 2)],
] as const)('untouched %s stems are their plain sum into the same chain, below −140 dBFS', async (_name, channels) => {
  using dir = tempDir();
  const blocks = parts(channels);
  const stemPaths = Object.fromEntries(
    blocks.map((block, at) => [names[at]!, writeWav(dir.file(`${names[at]}.wav`), block, { samples: 'float32' })]),
  );
  const recipe = chain(stemsWith());
  const made = await renderMaster({ recipe, stemPaths, outPath: dir.file('m.wav') });
  expect(made.frames).toBe(frames);
  expect(Math.abs(made.loudness.integratedLufs! + 12)).toBeLessThanOrEqual(0.1);
  expect(made.loudness.truePeakDbtp).toBeLessThanOrEqual(-1);

  const sum = [0, 1].map((side) =>
    Float32Array.from({ length: frames }, (_value, at) =>
      blocks.reduce((total, block) => total + ((block[side] ?? block[0]!)[at] ?? 0), 0),
    ),
  ) as [Float32Array, Float32Array];
  const settings = masterSettingsOf({ ...recipe, driveDb: made.driveDb });
  const engine = new MasterEngine(await loadDspFromDisk(), { settings, sampleRate: 48_000 });
  const lag = engine.latencyFrames;
  const longer = sum.map((plane) => {
    const padded = new Float32Array(frames + lag);
    padded.set(plane);
    return padded;
  }) as [Float32Array, Float32Array];
  engine.process(longer, ...longer);
  const written = await readFileSamples(dir.file('m.wav'));
  let largest = 0;
  for (const side of [0, 1]) {
    for (let at = 0; at < frames; at += 1) {
      largest = Math.max(largest, Math.abs(written[side]![at]! - longer[side]![at + lag]!));
    }
  }
  // −140 dBFS.
  expect(largest).toBeLessThan(1e-7);
});

test('each stem is treated by itself, in time with the others, and a missing one is named', async () => {
  using dir = tempDir();
  const blocks = parts(() => 2);
  const stemPaths = Object.fromEntries(
    blocks.map((block, at) => [names[at]!, writeWav(dir.file(`${names[at]}.wav`), block)]),
  );
  // Look-ahead delays one stem; the others wait for it, and the end is not lost.
  const compressor = { ...stemsWith()[0]!.compressor, enabled: true, thresholdDb: -30, ratio: 4, lookAheadMs: 5 };
  const stems = stemsWith().map((stem) => (stem.id === 'bass' ? { ...stem, compressor, levelDb: -3 } : stem));
  const rest = { ...chain(stems), limiter: { ...chain(stems).limiter, enabled: false } };
  const made = await renderMaster({ recipe: rest, stemPaths, outPath: dir.file('m.wav') });
  expect(made.frames).toBe(frames);
  const alone = { ...rest, stems: stems.map((stem) => ({ ...stem, mute: stem.id !== 'drums' })) };
  const same = { ...alone, stems: stemsWith().map((stem) => ({ ...stem, mute: stem.id !== 'drums' })) };
  const paths = [dir.file('a.wav'), dir.file('b.wav')] as const;
  const a = await renderMaster({ recipe: alone, stemPaths, outPath: paths[0] });
  await renderMaster({ recipe: same, stemPaths, outPath: paths[1] });
  expect(a.frames).toBe(frames);
  const [first, second] = [await readFileSamples(paths[0]), await readFileSamples(paths[1])];
  expect(first[0]!.every((value, at) => Math.abs(value - second[0]![at]!) < 1e-6)).toBe(true);

  const { bass: _bass, ...others } = stemPaths;
  await expect(renderMaster({ recipe: rest, stemPaths: others, outPath: dir.file('x.wav') })).rejects.toThrow('“bass”');
  expect(() => chain([stems[0]!, stems[0]!])).toThrow('Two stems have one id');
  expect(() => chain([stems[0]!])).toThrow('>=2');
});
