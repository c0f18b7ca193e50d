import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand, tempFolder, tone, writeSound } from '../testing/run-command.ts';

test('an album says what it did to each song and why; its recipe makes the same again', async () => {
  using folder = tempFolder();
  const loud = writeSound(folder.file('01 - Single.wav'), 4, tone(300, 0.6));
  const quiet = writeSound(folder.file('02 Ballad.wav'), 4, tone(500, 0.1));
  const recipe = folder.file('album.json');
  const made = await runCommand(['album', loud, quiet, '-o', folder.file('a'), '--recipe-out', recipe]);
  expect(made.exitCode).toBe(0);
  expect(made.out).toMatch(/before {2}Loudest and quietest song are 15\.4 LU apart/);
  expect(made.out).toMatch(/after {3}Loudest and quietest song are 7\.7 LU apart/);
  expect(made.out).toContain('The mix is 15.4 LU quieter than “Single”');
  expect(readdirSync(folder.file('a')).sort()).toEqual(['01 Single.wav', '02 Ballad.wav', 'Album PQ.txt', 'Album.cue']);
  const again = await runCommand(['album', '--recipe', recipe, '-o', folder.file('b'), '--json', '-q']);
  const report = JSON.parse(again.out);
  expect(report.songs.map(({ levelLu }: { levelLu: number }) => levelLu)).toEqual([0, -7.72]);
  for (const { file } of report.songs) {
    expect(readFileSync(folder.file(`a/${file}`)).equals(readFileSync(folder.file(`b/${file}`)))).toBe(true);
  }
  const refused = await runCommand([
    'album',
    loud,
    quiet,
    '-o',
    folder.file('a'),
    '--recipe-out',
    folder.file('2.json'),
  ]);
  expect(refused.exitCode).toBe(2);
  expect(existsSync(folder.file('2.json'))).toBe(false);
});
