import { alternateKinds } from '@sweetspot/protocol';
import {
  defaultMasterRecipe,
  defaultMasterStem,
  defaultMixRecipe,
  type MasterRecipe,
  type MixRecipe,
} from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { hashFile } from '../hash-file.ts';
import { renderMaster } from '../render-master.ts';
import { renderMix } from '../render-mix.ts';
import { largestDifference, music, readFileSamples, tempDir, writeWav } from '../testing/made-files.ts';
import { renderAlternates } from './render-alternates.ts';

const sampleRate = 48_000;
const lengths = { 'Drums.wav': 3, 'Bass.wav': 3, 'Lead Vox.wav': 4, 'BGV.wav': 2 };

/** A song whose voice is the longest stem, and a chain of nothing but EQ, so that sums stay sums. */
async function makeSong(dir: ReturnType<typeof tempDir>) {
  const inputs = Object.fromEntries(
    Object.entries(lengths).map(([name, seconds], at) => [
      name,
      writeWav(dir.file(name), music(seconds * sampleRate, 2, { level: 0.15 + 0.05 * at })),
    ]),
  );
  const plain = defaultMixRecipe(
    sampleRate,
    Object.keys(inputs).map((name) => ({ stemId: name, name })),
  );
  const strips = plain.strips.map((strip) => ({
    ...strip,
    sends: [{ to: 'reverb', levelDb: -12, position: 'post' as const }],
    // It would open the muted voice again.
    automation: [{ parameter: 'mute' as const, points: [{ atSample: 0, value: 0 as const }] }],
  }));
  const mix: MixRecipe = { ...plain, strips };
  const mixPath = dir.file('mix.wav');
  const mixed = await renderMix({ recipe: mix, inputs, outPath: mixPath }, { tempDir: dir.path });
  expect(mixed.printGainDb).toBeLessThan(-1);
  const base = defaultMasterRecipe({ lufs: -24 });
  const bands = base.eq.bands.map((band) => ({ ...band, gainDb: 2 }));
  const recipe: MasterRecipe = { ...base, eq: { ...base.eq, enabled: true, bands }, bitDepth: '32f' };
  const { driveDb, frames } = await renderMaster({ recipe, inputPath: mixPath, outPath: dir.file('master.wav') });
  return { inputs, mix, mixed, master: { ...recipe, driveDb }, frames };
}

test('instrumental and a cappella add up to the master, at its gains and its length', async () => {
  using dir = tempDir();
  const { inputs, mix, master, frames } = await makeSong(dir);
  const made = await renderAlternates(
    { mix, master, inputs, kinds: alternateKinds, outDir: dir.path, baseName: 'Song' },
    { tempDir: dir.path },
  );
  expect(made.files.map(({ name, heard }) => [name, heard.join()])).toEqual([
    ['Song (Instrumental).wav', 'Drums.wav,Bass.wav'],
    ['Song (A Cappella).wav', 'Lead Vox.wav,BGV.wav'],
    ['Song (TV).wav', 'Drums.wav,Bass.wav,BGV.wav'],
    ['Song (No Limiter).wav', 'Drums.wav,Bass.wav,Lead Vox.wav,BGV.wav'],
  ]);
  expect(made.warnings).toEqual([]);
  expect(made.files.map((file) => file.frames)).toEqual([frames, frames, frames, frames]);
  const [band, voices, tv, whole] = await Promise.all(made.files.map(({ name }) => readFileSamples(dir.file(name))));
  const errors = [0, 1].flatMap((side) => [
    ...whole![side]!.map((value, at) => band![side]![at]! + voices![side]![at]! - value),
  ]);
  // −150 dBFS on average, and nowhere above −130: each of the files was rounded to float32 twice.
  expect(Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / errors.length)).toBeLessThan(3.2e-8);
  expect(errors.reduce((most, error) => Math.max(most, Math.abs(error)), 0)).toBeLessThan(3.2e-7);
  // The master itself has the dither of the mix print, 24 bits.
  expect(largestDifference(await readFileSamples(dir.file('master.wav')), whole!)).toBeLessThan(2 ** -20);
  const end = band![0]!.slice(3.9 * sampleRate);
  expect(tv![0]!.slice(3.9 * sampleRate).every((value, at) => Math.abs(value - end[at]!) < 1e-3)).toBe(true);
});

test('with what is known of the whole mix they are the same, and it is not rendered again', async () => {
  using dir = tempDir();
  const { inputs, mix, mixed, master } = await makeSong(dir);
  const about = { mix, master, inputs, kinds: ['instrumental', 'tv'] as const, outDir: dir.path, baseName: 'Song' };
  const found = await renderAlternates(about, { tempDir: dir.path });
  expect(found.mixSha256).toBe(await hashFile(dir.file('mix.wav')));
  const known = await renderAlternates({ ...about, whole: mixed }, { tempDir: dir.path });
  expect(known.mixSha256).toBeNull();
  expect(known.files.map(({ sha256 }) => sha256)).toEqual(found.files.map(({ sha256 }) => sha256));
});

test('a limiter holds them under the ceiling; without it the level stays, above full scale if need be', async () => {
  using dir = tempDir();
  const { inputs, mix, master } = await makeSong(dir);
  const loud = { ...master, driveDb: 30, bitDepth: 24 as const };
  const made = await renderAlternates(
    { mix, master: loud, inputs, kinds: ['instrumental', 'no_limiter'], outDir: dir.path, baseName: 'Song' },
    { tempDir: dir.path },
  );
  const [instrumental, free] = made.files;
  expect(instrumental!.bitDepth).toBe(24);
  expect(instrumental!.loudness.truePeakDbtp).toBeLessThanOrEqual(-1);
  expect(free!.bitDepth).toBe('32f');
  expect(free!.loudness.truePeakDbtp).toBeGreaterThan(3);
});

test('without the limiter it is made of the mix as a file too, at the gain of the master; nothing else is', async () => {
  using dir = tempDir();
  const { master, frames } = await makeSong(dir);
  const quiet = { ...master, bitDepth: '32f' as const };
  const mixFile = { name: 'Mix 2', why: 'Mix 2 was uploaded as a file.', path: dir.file('mix.wav') };
  const about = { master: quiet, mix: null, mixFile, inputs: {}, outDir: dir.file('out'), baseName: 'Song' };
  const made = await renderAlternates({ ...about, kinds: ['tv', 'no_limiter'] }, { tempDir: dir.path });
  expect(made.warnings).toEqual([{ code: 'alternate_needs_stems', message: 'Mix 2 was uploaded as a file.' }]);
  expect(made.files.map(({ name, heard, bitDepth }) => [name, heard, bitDepth])).toEqual([
    ['Song (No Limiter).wav', ['Mix 2'], '32f'],
  ]);
  expect(made.files[0]!.frames).toBe(frames);
  // This master's limiter has nothing to do.
  const without = await readFileSamples(dir.file('out/Song (No Limiter).wav'));
  expect(largestDifference(await readFileSamples(dir.file('master.wav')), without)).toBeLessThan(1e-6);
  const loud = await renderAlternates(
    { ...about, master: { ...quiet, driveDb: 30 }, kinds: ['no_limiter'], baseName: 'Loud' },
    { tempDir: dir.path },
  );
  expect(loud.files[0]!.loudness.truePeakDbtp).toBeGreaterThan(3);
});

test('of a stem master too; what would be silent or the whole is left out and said', async () => {
  using dir = tempDir();
  const { inputs, mix, master } = await makeSong(dir);
  const stems = Object.keys(inputs).map((name) => defaultMasterStem(name, name));
  const options = { tempDir: dir.path };
  const about = { mix: null, master: { ...master, stems }, inputs, outDir: dir.path };
  const voices = await renderAlternates({ ...about, kinds: ['a_cappella'], baseName: 'Stems' }, options);
  expect(voices.files[0]!.heard).toEqual(['Lead Vox.wav', 'BGV.wav']);
  expect(voices.mixSha256).toBeNull();

  const roles = { 'Lead Vox.wav': 'guitar', 'BGV.wav': 'keys' } as const;
  const none = await renderAlternates(
    { ...about, mix, roles, kinds: ['instrumental', 'a_cappella'], baseName: 'None' },
    options,
  );
  expect(none.files).toEqual([]);
  expect(none.warnings.map(({ code }) => code)).toEqual(['alternate_same', 'alternate_silent']);
  // A voice that was soloed is all that the mix holds.
  const soloed = {
    ...mix,
    strips: mix.strips.map((strip) => ({ ...strip, solo: strip.name === 'Lead Vox.wav' })),
  };
  const solo = await renderAlternates(
    { ...about, master, mix: soloed, kinds: ['instrumental', 'tv', 'a_cappella'], baseName: 'Solo' },
    options,
  );
  expect(solo.files).toEqual([]);
  expect(solo.warnings.map(({ message }) => message)).toEqual([
    'Instrumental would be silent: the mix was printed with a solo, and what was heard does not belong to it.',
    'TV would be silent: the mix was printed with a solo, and what was heard does not belong to it.',
    'A Cappella would be the whole song: no stem that is heard is anything but a voice.',
  ]);
  // A stem with nothing on it is found out by listening.
  const silence = [new Float32Array(sampleRate), new Float32Array(sampleRate)];
  const empty = {
    ...inputs,
    'Lead Vox.wav': writeWav(dir.file('empty.wav'), silence),
    'BGV.wav': dir.file('empty.wav'),
  };
  const hollow = { ...about, master, mix, inputs: empty, kinds: ['a_cappella'] as const, baseName: 'Empty' };
  const heardOut = await renderAlternates(hollow, options);
  expect(heardOut).toMatchObject({ files: [], warnings: [{ message: 'A Cappella came out silent.' }] });
  const unfinished = { ...about, mix, master: { ...master, driveDb: null }, kinds: alternateKinds, baseName: 'x' };
  await expect(renderAlternates(unfinished, options)).rejects.toThrow('never rendered');
});
