import { readFileSync } from 'node:fs';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { inspectSound } from './inspect-sound.ts';
import { renderMaster } from './render-master.ts';
import { tempDir, writeWav } from './testing/made-files.ts';

/** Twelve seconds with strokes, so that a limiter has something to do. */
const strokes = (channels: number) =>
  Array.from({ length: channels }, (_, channel) =>
    Float32Array.from({ length: 12 * 48_000 }, (_value, at) => {
      const beat = (at % 24_000) / 48_000;
      const body = 0.05 * Math.sin((2 * Math.PI * (300 + 7 * channel) * at) / 48_000);
      return body + 0.5 * Math.exp(-beat / 0.02) * Math.sin((2 * Math.PI * 90 * at) / 48_000);
    }),
  );

test.each([
  ['gently', -20, 24],
  ['hard', -11, 16],
] as const)(
  'meets a target %s, within 0.1 LU and under the ceiling, as measured in the file',
  async (_name, lufs, bitDepth) => {
    using dir = tempDir();
    const inputPath = writeWav(dir.file('mix.wav'), strokes(2));
    const recipe = { ...defaultMasterRecipe({ lufs }), bitDepth };
    const result = await renderMaster({ recipe, inputPath, outPath: dir.file('m.wav') });
    const measured = await inspectSound(await loadDspFromDisk(), dir.file('m.wav'));
    expect(measured.loudness).toEqual(result.loudness);
    expect(Math.abs(measured.loudness.integratedLufs! - lufs)).toBeLessThanOrEqual(0.1);
    expect(measured.loudness.truePeakDbtp).toBeLessThanOrEqual(recipe.ceilingDbtp);
    expect(measured.frames).toBe(12 * 48_000);
    expect(result.warnings).toEqual([]);
    expect(result.passes).toBeLessThanOrEqual(3);
  },
);

test('the same recipe and file give the same bytes; mono becomes stereo', async () => {
  using dir = tempDir();
  const inputPath = writeWav(dir.file('mix.wav'), strokes(1));
  const recipe = defaultMasterRecipe({ lufs: -16 });
  const run = (name: string) => renderMaster({ recipe, inputPath, outPath: dir.file(name) });
  expect((await run('1.wav')).channels).toBe(2);
  const again = await run('2.wav');
  expect(readFileSync(dir.file('1.wav')).equals(readFileSync(dir.file('2.wav')))).toBe(true);
  const settled = { ...recipe, driveDb: again.driveDb };
  const third = await renderMaster({ recipe: settled, inputPath, outPath: dir.file('3.wav') });
  expect(third.passes).toBe(1);
  expect(readFileSync(dir.file('3.wav')).equals(readFileSync(dir.file('1.wav')))).toBe(true);
});

test('a target out of reach is told, silence refused', async () => {
  using dir = tempDir();
  const input = { inputPath: writeWav(dir.file('mix.wav'), strokes(2)), outPath: dir.file('m.wav') };
  const recipe = { ...defaultMasterRecipe({ lufs: -4, ceilingDbtp: -12 }) };
  const result = await renderMaster({ recipe, ...input });
  expect(result.warnings.map((one) => one.code)).toEqual(['target_missed']);
  const silent = writeWav(dir.file('silent.wav'), [new Float32Array(96_000), new Float32Array(96_000)]);
  const nothing = renderMaster({ recipe, inputPath: silent, outPath: dir.file('s.wav') });
  await expect(nothing).rejects.toMatchObject({ mediaCode: 'empty' });
});
