import { readFileSync } from 'node:fs';
import { defaultMixRecipe, type MixRecipe } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { renderMix } from './render-mix.ts';
import { encodeFile, largestDifference, music, readFileSamples, tempDir, writeWav } from './testing/made-files.ts';

const flac = { codec: 'flac', bitDepth: 24, exponent: 0, compressionLevel: 5 } as const;
type Dir = ReturnType<typeof tempDir>;

/** Three stems of different kinds and lengths, quiet enough for their sum. */
async function makeStems(dir: Dir) {
  const blocks = {
    a: music(60_000, 2, { level: 0.1 }),
    b: music(48_000, 2, { level: 0.1 }),
    c: music(30_000, 2, { level: 0.05 }),
  };
  const inputs = {
    a: writeWav(dir.file('a.wav'), blocks.a),
    b: await encodeFile(dir.file('b.flac'), blocks.b, flac),
    c: writeWav(dir.file('c.wav'), blocks.c, { samples: 'float32' }),
  };
  const recipe = defaultMixRecipe(
    48_000,
    Object.keys(inputs).map((stemId) => ({ stemId, name: `Stem ${stemId}` })),
  );
  return { blocks, inputs, recipe };
}
const printed = (recipe: MixRecipe, print: Partial<MixRecipe['print']>): MixRecipe => ({
  ...recipe,
  print: { ...recipe.print, ...print },
});

test('a recipe that changes nothing is the plain sum, below −140 dBFS', async () => {
  using dir = tempDir();
  const { blocks, inputs, recipe } = await makeStems(dir);
  const outPath = dir.file('mix.wav');
  const result = await renderMix(
    { recipe: printed(recipe, { bitDepth: '32f', truePeakDbtp: -1 }), inputs, outPath },
    { tempDir: dir.path },
  );
  const sum = [0, 1].map((channel) =>
    Float32Array.from({ length: 60_000 }, (_, at) =>
      Object.values(blocks).reduce((total, block) => total + (block[channel]![at] ?? 0), 0),
    ),
  );
  const mix = await readFileSamples(outPath);
  expect(result.printGainDb).toBe(0);
  expect(mix[0]!.length).toBeGreaterThanOrEqual(60_000);
  expect(
    largestDifference(
      mix.map((plane) => plane.subarray(0, 60_000)),
      sum,
    ),
  ).toBeLessThan(10 ** (-140 / 20));
  expect(mix.every((plane) => plane.subarray(60_000).every((value) => value === 0))).toBe(true);
});

test('prints under the true peak of the recipe, as measured in the file, and the same bytes again', async () => {
  using dir = tempDir();
  const { inputs, recipe } = await makeStems(dir);
  const quiet = printed(recipe, { truePeakDbtp: -20 });
  quiet.strips[0]!.sends = [{ to: 'reverb', levelDb: -12, position: 'post' }];
  const result = await renderMix({ recipe: quiet, inputs, outPath: dir.file('1.wav') }, { tempDir: dir.path });
  expect(result.printGainDb).toBeLessThan(-1);
  expect(result.loudness.truePeakDbtp).toBeLessThanOrEqual(-20);
  expect(result.loudness.truePeakDbtp).toBeGreaterThan(-20.05);
  expect(result.frames).toBeGreaterThan(60_000);
  await renderMix({ recipe: quiet, inputs, outPath: dir.file('2.wav') }, { tempDir: dir.path });
  expect(readFileSync(dir.file('1.wav')).equals(readFileSync(dir.file('2.wav')))).toBe(true);
});

test('stems of another rate are resampled into place; mute and solo need no files', async () => {
  using dir = tempDir();
  const tone = (rate: number) =>
    Float32Array.from({ length: rate }, (_, at) => 0.2 * Math.sin((2 * Math.PI * 500 * at) / rate));
  const inputs = { x: writeWav(dir.file('x.wav'), [tone(44_100), tone(44_100)], { sampleRate: 44_100 }) };
  const recipe = printed(
    defaultMixRecipe(48_000, [
      { stemId: 'x', name: 'Tone' },
      { stemId: 'gone', name: 'Muted' },
    ]),
    { bitDepth: '32f' },
  );
  recipe.strips[1]!.mute = true;
  await renderMix({ recipe, inputs, outPath: dir.file('mix.wav') }, { tempDir: dir.path });
  const [left] = await readFileSamples(dir.file('mix.wav'));
  const wanted = tone(48_000);
  expect(largestDifference([left!.subarray(2000, 46_000)], [wanted.subarray(2000, 46_000)])).toBeLessThan(1e-5);
});

test('says which stem is missing or broken, and that everything is muted', async () => {
  using dir = tempDir();
  const { inputs, recipe } = await makeStems(dir);
  const render = (changed: MixRecipe, files: Record<string, string>) =>
    renderMix({ recipe: changed, inputs: files, outPath: dir.file('m.wav') }, { tempDir: dir.path });
  const { b: _left, ...without } = inputs;
  await expect(render(recipe, without)).rejects.toThrow(/stem “Stem b”, which is not there/);
  await expect(render(recipe, { ...inputs, c: new URL(import.meta.url).pathname })).rejects.toThrow(
    /^Stem c: This looks like text/,
  );
  const silent = { ...recipe, strips: recipe.strips.map((strip) => ({ ...strip, mute: true })) };
  await expect(render(silent, inputs)).rejects.toThrow(/Nothing can be heard/);
});
