import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand, tempFolder, tone, writeSound } from '../testing/run-command.ts';
import { titlesOf } from './album.ts';

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

test.each([
  ['numbers that rise', ['01 - Ebb', '2. Flow', '10_Tide'], ['Ebb', 'Flow', 'Tide']],
  ['a number that is the title', ['99 Luftballons'], ['99 Luftballons']],
  ['one among others', ['Ebb', '7 Rings'], ['Ebb', '7 Rings']],
  ['one track by itself', ['03 Ebb'], ['Ebb']],
])('titles of files with %s', (_name, files, titles) => {
  expect(titlesOf(files.map((file) => `/album/${file}.wav`))).toEqual(titles);
});

test('too many songs and too long a title are one sentence', async () => {
  using folder = tempFolder();
  const song = writeSound(folder.file('a.wav'), 1, tone(300));
  const many = await runCommand(['album', ...Array.from({ length: 100 }, () => song), '-o', folder.file('a')]);
  expect(many.exitCode).toBe(2);
  expect(many.err).toBe('sweetspot: An album holds at most 99 songs; 100 files are given.\n');
  const title = await runCommand(['album', song, '-o', folder.file('a'), '--title', 'x'.repeat(201)]);
  expect(title.exitCode).toBe(2);
  expect(title.err).toMatch(/^sweetspot: [^\n]*It must have at most 200 characters[^\n]*\.\n$/);
  const long = writeSound(folder.file(`${'y'.repeat(205)}.wav`), 1, tone(300));
  const named = await runCommand(['album', long, '-o', folder.file('b'), '-q']);
  expect(named.exitCode).toBe(1);
  expect(named.err).toMatch(/^sweetspot: The name of y+… is longer than 200 characters; shorten it\.\n$/);
});

test('a song that cannot be as far from the target as the recipe says is told of', async () => {
  using folder = tempFolder();
  const song = writeSound(folder.file('a.wav'), 4, tone(300, 0.3));
  const recipe = folder.file('album.json');
  await runCommand(['album', song, '-o', folder.file('a'), '--recipe-out', recipe, '-q']);
  const planned = JSON.parse(readFileSync(recipe, 'utf8'));
  planned.chain.targetLufs = -24;
  planned.songs[0].levelLu = -20;
  writeFileSync(recipe, JSON.stringify(planned));
  const made = await runCommand(['album', '--recipe', recipe, '-o', folder.file('b'), '-q']);
  expect(made.out).toContain(
    '! It should be at −44.0 LUFS; masters are made from −36 to −4 LUFS, and it was made at −36.0.',
  );
});
