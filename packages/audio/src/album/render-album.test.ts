import { readFileSync } from 'node:fs';
import { type AlbumRecipe, albumRecipeSchema, defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { music, readFileSamples, tempDir, writeWav } from '../testing/made-files.ts';
import { renderAlbum } from './render-album.ts';

const sampleRate = 48_000;

function makeAlbum(dir: { file(name: string): string }): { recipe: AlbumRecipe; inputs: Record<string, string> } {
  const levels = { loud: 0.4, quiet: 0.05, last: 0.2 };
  const inputs = Object.fromEntries(
    Object.entries(levels).map(([id, level]) => [
      id,
      writeWav(dir.file(`${id}.wav`), music(3 * sampleRate, 2, { level }), { times: 2 }),
    ]),
  );
  const recipe = albumRecipeSchema.parse({
    kind: 'album',
    version: 1,
    title: 'Harbour',
    artist: 'Lowtide',
    anchorId: 'loud',
    chain: defaultMasterRecipe({ lufs: -14 }),
    songs: [
      { id: 'loud', title: 'One/Two', levelLu: 0, gapBeforeSeconds: 0, isrc: 'SEABC2600001' },
      {
        id: 'quiet',
        title: 'Ballad',
        levelLu: -3,
        gapBeforeSeconds: 1.5,
        fadeOutSeconds: 1,
        toneMoves: [{ type: 'tilt', frequencyHz: 900, gainDb: 1.5, q: 0.71 }],
      },
      { id: 'last', title: 'Last', levelLu: -1, gapBeforeSeconds: 0 },
    ],
  });
  return { recipe, inputs };
}

const peak = (samples: Float32Array) => samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

test('each song gets its level under the ceiling, its fade and its gap; the sheets say where they are', async () => {
  using dir = tempDir();
  const { recipe, inputs } = makeAlbum(dir);
  const progress: number[] = [];
  const made = await renderAlbum({ recipe, inputs, outDir: dir.path }, { onProgress: (done) => progress.push(done) });
  expect(made.songs.map(({ name }) => name)).toEqual(['01 One_Two.wav', '02 Ballad.wav', '03 Last.wav']);
  for (const [at, target] of [-14, -17, -15].entries()) {
    const { loudness, targetLufs } = made.songs[at]!;
    expect(targetLufs).toBe(target);
    expect(Math.abs(loudness.integratedLufs! - target)).toBeLessThanOrEqual(0.1);
    expect(loudness.truePeakDbtp).toBeLessThanOrEqual(-1);
  }
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);

  const [first, second, third] = await Promise.all(
    made.songs.map(async ({ name }) => (await readFileSamples(dir.file(name)))[0]!),
  );
  expect(first!.length).toBe(7.5 * sampleRate);
  // Behind the song nothing but the dither of 24 bits; the song itself plays to its last samples.
  expect(peak(first!.subarray(6 * sampleRate))).toBeLessThan(2 ** -21);
  expect(peak(first!.subarray(5.9 * sampleRate, 6 * sampleRate))).toBeGreaterThan(0.05);
  // Gapless: not a sample more than the song has.
  expect(second!.length).toBe(6 * sampleRate);
  const middle = peak(second!.subarray(5.495 * sampleRate, 5.505 * sampleRate));
  expect(middle / peak(second!.subarray(4 * sampleRate, 5 * sampleRate))).toBeCloseTo(0.5, 1);
  expect(peak(second!.subarray(-10))).toBeLessThan(1e-4);
  expect(peak(third!.subarray(-4800))).toBeGreaterThan(0.05);

  const cue = readFileSync(dir.file('Lowtide - Harbour.cue'), 'utf8').split('\r\n');
  expect(cue).toContain('    ISRC SEABC2600001');
  expect(cue.slice(cue.indexOf('  TRACK 02 AUDIO'))).toEqual([
    '  TRACK 02 AUDIO',
    '    TITLE "Ballad"',
    '    PERFORMER "Lowtide"',
    '    INDEX 00 00:06:00',
    'FILE "02 Ballad.wav" WAVE',
    '    INDEX 01 00:00:00',
    'FILE "03 Last.wav" WAVE',
    '  TRACK 03 AUDIO',
    '    TITLE "Last"',
    '    PERFORMER "Lowtide"',
    '    INDEX 01 00:00:00',
    '',
  ]);
  const pq = readFileSync(dir.file('Lowtide - Harbour PQ.txt'), 'utf8');
  expect(pq).toContain('01  00:00:00  00:06:00  00:06:00  00:00:00  SEABC2600001  One/Two');
  expect(pq).toContain('02  00:07:38  00:13:38  00:06:00  00:01:38');
  expect(pq).toContain('Total 00:19:38');

  // The recipe that comes back knows the gains: the same bits in one pass.
  const again = await renderAlbum({ recipe: made.recipe, inputs, outDir: dir.path });
  expect(again.songs.map(({ sha256 }) => sha256)).toEqual(made.songs.map(({ sha256 }) => sha256));
  expect(again.songs.map(({ passes }) => passes)).toEqual([1, 1, 1]);
});

test('it is stopped in the middle, and names the song that cannot be mastered', async () => {
  using dir = tempDir();
  const { recipe, inputs } = makeAlbum(dir);
  const controller = new AbortController();
  const stopped = renderAlbum(
    { recipe, inputs, outDir: dir.path },
    { signal: controller.signal, onProgress: (done) => done > 0.4 && controller.abort() },
  );
  await expect(stopped).rejects.toMatchObject({ mediaCode: 'cancelled' });
  const { quiet: _quiet, ...others } = inputs;
  const lost = renderAlbum({ recipe, inputs: others, outDir: dir.path });
  await expect(lost).rejects.toThrow('Ballad: The file of this song is not there.');
});
