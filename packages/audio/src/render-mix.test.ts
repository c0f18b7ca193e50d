import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { MixEngine, neutralReverb } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { defaultGroup, defaultMixRecipe, type MixRecipe, mixSettingsOf } from '@sweetspot/protocol/recipes';
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

/** Strips, groups and returns that all do something. */
function busyRecipe(stems: { stemId: string; name: string }[]): MixRecipe {
  const recipe = printed(defaultMixRecipe(48_000, stems), { bitDepth: '32f', truePeakDbtp: null });
  recipe.groups = [{ ...defaultGroup('group', 'Group'), faderDb: -2, pan: 0.3, width: 1.5 }];
  recipe.groups[0]!.compressor = { ...recipe.groups[0]!.compressor, enabled: true, thresholdDb: -30 };
  recipe.groups[0]!.sends = [{ to: 'reverb', levelDb: -9, position: 'post' }];
  recipe.returns[0]!.effect = { ...neutralReverb(), decaySeconds: 0.3 };
  recipe.strips.forEach((strip, n) => {
    strip.compressor = { ...strip.compressor, enabled: n % 2 === 0, thresholdDb: -40 };
    strip.highPass.enabled = true;
    strip.pan = Math.sin(n);
    strip.output = n % 3 === 0 ? 'group' : null;
    strip.delaySamples = 11 * n;
    strip.sends = [{ to: n % 2 ? 'delay' : 'reverb', levelDb: -12, position: n % 5 === 0 ? 'pre' : 'post' }];
    strip.automation = [
      { parameter: 'faderDb', points: [0, 9000 + n].map((atSample) => ({ atSample, value: -n / 2 })) },
    ];
    strip.automation[0]!.points[1]!.value = -9;
  });
  recipe.bus.compressor = { ...recipe.bus.compressor, enabled: true };
  return recipe;
}

test('many banks on one, two or three threads, and all on one engine, have the same bits', async () => {
  using dir = tempDir();
  const stems = Array.from({ length: 19 }, (_, n) => ({ stemId: `stem-${n}`, name: `Stem ${n}` }));
  const blocks = stems.map((_, n) => music(20_000 - 700 * n, 2, { level: 0.05 + 0.01 * n }));
  const inputs = Object.fromEntries(
    stems.map(({ stemId }, n) => [stemId, writeWav(dir.file(`${n}.wav`), blocks[n]!, { samples: 'float32' })]),
  );
  const recipe = busyRecipe(stems);
  const outPaths = await Promise.all(
    [1, 2, 3].map(async (threads) => {
      const outPath = dir.file(`${threads}-threads.wav`);
      mkdirSync(dir.file(`${threads}`));
      await renderMix({ recipe, inputs, outPath }, { tempDir: dir.file(`${threads}`), threads });
      return outPath;
    }),
  );
  const [one, two, three] = outPaths.map((path) => readFileSync(path));
  expect(two!.equals(one!) && three!.equals(one!)).toBe(true);

  const [left, right] = await readFileSamples(outPaths[0]!);
  const settings = mixSettingsOf(recipe);
  const engine = new MixEngine(await loadDspFromDisk(), {
    settings,
    sampleRate: 48_000,
    stripChannels: stems.map(() => 2),
  });
  const whole = blocks.map((block) =>
    block.map((plane) => {
      const samples = new Float32Array(left!.length);
      samples.set(plane);
      return samples;
    }),
  );
  const expected = [new Float32Array(left!.length), new Float32Array(left!.length)] as const;
  engine.process(whole, ...expected);
  expect(left).toEqual(expected[0]);
  expect(right).toEqual(expected[1]);
  expect(left!.length).toBe(20_000 + engine.tailFrames + 18 * 11);
});

test('a cancelled mix ends at once and leaves nothing', async () => {
  using dir = tempDir();
  const { inputs, recipe } = await makeStems(dir);
  const stop = new AbortController();
  const render = renderMix(
    { recipe, inputs, outPath: dir.file('m.wav') },
    { tempDir: dir.path, signal: stop.signal, onProgress: () => stop.abort() },
  );
  await expect(render).rejects.toThrow('cancelled');
  expect(readdirSync(dir.path).filter((name) => name.includes('m'))).toEqual([]);
});
