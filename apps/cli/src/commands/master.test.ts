import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand, tempFolder, tone, writeSound } from '../testing/run-command.ts';

test('a master meets what was asked, and is proved by its checksum', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 4, tone(300, 0.1));
  const out = folder.file('master.wav');
  const made = await runCommand(['master', mix, '-o', out, '--lufs', '-12', '--ceiling', '-2', '--json']);
  const report = JSON.parse(made.out);
  expect(Math.abs(report.loudness.integratedLufs + 12)).toBeLessThan(0.1);
  expect(report.loudness.truePeakDbtp).toBeLessThanOrEqual(-2);
  expect((await runCommand(['verify', out, '--approved', report.sha256.toUpperCase()])).exitCode).toBe(0);
  expect((await runCommand(['verify', mix, '--approved', report.sha256])).exitCode).toBe(1);
});

test('stems are mastered together, by a recipe that treats each of them, and proved', async () => {
  using folder = tempFolder();
  const stems = folder.file('stems');
  mkdirSync(stems);
  writeSound(`${stems}/Drums.wav`, 4, tone(80, 0.3));
  writeSound(`${stems}/Vox.wav`, 4, tone(700, 0.1));
  const [out, recipe] = [folder.file('m.wav'), folder.file('m.json')];
  const made = await runCommand(['master', '--stems', stems, '-o', out, '--recipe-out', recipe, '--json']);
  expect(Math.abs(JSON.parse(made.out).loudness.integratedLufs + 14)).toBeLessThan(0.1);
  const saved = JSON.parse(readFileSync(recipe, 'utf8'));
  expect(saved.stems.map(({ id }: { id: string }) => id)).toEqual(['Drums.wav', 'Vox.wav']);
  expect((await runCommand(['verify', out, '--approved', recipe])).exitCode).toBe(0);

  saved.stems[0].mute = true;
  writeFileSync(recipe, JSON.stringify(saved));
  const muted = await runCommand(['master', '-o', folder.file('v.wav'), '--recipe', recipe, '--json']);
  expect(muted.exitCode).toBe(0);
  expect(JSON.parse(muted.out).driveDb).toBeGreaterThan(saved.driveDb + 3);
});

test('a preset is a whole recipe, written down to be changed', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 4, tone(300, 0.1));
  const recipe = folder.file('warm.json');
  const args = ['master', mix, '-o', folder.file('warm.wav'), '--preset', 'warm', '--lufs', '-16'];
  const made = await runCommand([...args, '--recipe-out', recipe, '--json']);
  expect(Math.abs(JSON.parse(made.out).loudness.integratedLufs + 16)).toBeLessThan(0.1);
  expect(JSON.parse(readFileSync(recipe, 'utf8'))).toMatchObject({
    targetLufs: -16,
    saturation: { enabled: true, character: 'tube' },
  });
});
