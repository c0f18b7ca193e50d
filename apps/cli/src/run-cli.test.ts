import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { makeMutant, makeSeeds } from '@sweetspot/audio/testing';
import { expect, test } from 'vitest';
import { commands } from './run-cli.ts';
import { runCommand, tempFolder, tone, writeSound } from './testing/run-command.ts';

const names = commands.map((factory) => factory(async () => undefined).name());
const oneSentence = /^sweetspot: [^\n]+\.\n$/;

test.each(names)('%s has a manual: what it does, how to call it, examples', async (name) => {
  const { exitCode, out, err } = await runCommand([name, '--help']);
  expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
  expect(out).toMatch(new RegExp(`^Usage: sweetspot ${name} `));
  expect(out).toContain('--json');
  const description = out.split('\n\n')[1] ?? '';
  expect(description.length).toBeGreaterThan(80);
  const examples = out.slice(out.indexOf('\nExamples:\n'));
  expect(examples.match(new RegExp(`\\$ sweetspot ${name}\\b`, 'g'))?.length).toBeGreaterThan(1);
  expect((await runCommand(['help', name])).out).toBe(out);
});

test('the list of commands has all of them', async () => {
  const { exitCode, out } = await runCommand(['--help']);
  expect(exitCode).toBe(0);
  for (const name of names) expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
});

test.each([
  [[]],
  [['analyse', 'x.wav']],
  [['analyze']],
  [['analyze', '--loudly', 'x.wav']],
  [['mix', 'stems']],
  [['mix', 'stems', '-o']],
  [['mix', 'stems', '-o', 'x.wav', '--bits', '12']],
  [['mix', 'stems', '-o', 'x.wav', '--threads', '0']],
  [['master', 'x.wav', '-o', 'y.wav', '--lufs', 'loud']],
  [['master', 'x.wav', '-o', 'y.wav', '--ceiling', '3']],
  [['master', 'x.wav', '-o', 'y.wav', '--target', 'shellac']],
  [['master', '-o', 'y.wav']],
  [['master', 'x.wav', '-o', 'y.wav', '--preset', 'shellac']],
  [['master', 'x.wav', '-o', 'y.wav', '--preset', 'warm', '--recipe', 'z.json']],
  [['master', 'x.wav', '-o', 'y.wav', '--stems', 'z']],
  [['album', '-o', 'y']],
  [['album', '/nowhere/x.wav', '-o', 'y', '--anchor', '2']],
  [['deliver', 'x.wav', '-o', 'y', '--formats', 'wav24,vinyl']],
  [['deliver', 'x.wav', '-o', 'y', '--alternates', 'tv']],
  [['deliver', 'x.wav', '-o', 'y', '--on-over', 'sigh']],
  [['deliver', 'x.wav', '-o', 'y', '--alternates', 'karaoke']],
  [['verify', 'package.json', '--quiet', '--approved', 'abc']],
  [['diff', 'x.wav']],
])('wrong usage gets one sentence and exit code 2: %j', async (args) => {
  const { exitCode, out, err } = await runCommand(args);
  expect(exitCode).toBe(2);
  expect(out).toBe('');
  expect(err).toMatch(oneSentence);
});

test('a failure with --json is one document too', async () => {
  const { exitCode, out, err } = await runCommand(['mix', '/nowhere/stems', '-o', 'x.wav', '--json']);
  expect(exitCode).toBe(1);
  expect(JSON.parse(out)).toEqual({ error: { code: 'enoent', message: '/nowhere/stems does not exist.' } });
  expect(err).toMatch(oneSentence);
});

test('a person who watches sees a bar, a log sees a line, --quiet nothing', async () => {
  using folder = tempFolder();
  const file = writeSound(folder.file('a.wav'), 1, tone(440));
  const watched = await runCommand(['analyze', file], { isWatched: true });
  expect(watched.err).toContain('█');
  expect(watched.err.endsWith('\r\x1b[K')).toBe(true);
  expect((await runCommand(['analyze', file])).err).toBe(`Measuring ${file} …\n`);
  expect((await runCommand(['analyze', file, '-q'])).err).toBe('');
});

test('a file is not the sound and its recipe at once', async () => {
  using folder = tempFolder();
  const input = writeSound(folder.file('mix.wav'), 2, tone(200));
  const one = folder.file('one.wav');
  for (const force of [[], ['--force']]) {
    const { exitCode, err } = await runCommand(['master', input, '-o', one, '--recipe-out', one, ...force]);
    expect(exitCode).toBe(2);
    expect(err).toContain('cannot be the sound and its recipe');
  }
  expect(readdirSync(folder.path)).toEqual(['mix.wav']);
});

test('nothing is written over: not an input, and nothing else without --force', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 1, tone(300));
  const before = readFileSync(mix);
  for (const force of [[], ['--force']]) {
    const refused = await runCommand(['master', mix, '-o', mix, '-q', ...force]);
    expect(refused.exitCode).toBe(2);
    expect(refused.err).toMatch(oneSentence);
  }
  expect(readFileSync(mix).equals(before)).toBe(true);

  const out = folder.file('out.wav');
  writeFileSync(out, 'precious');
  expect((await runCommand(['master', mix, '-o', out, '-q'])).exitCode).toBe(2);
  expect(readFileSync(out, 'utf8')).toBe('precious');
  expect((await runCommand(['master', mix, '-o', out, '-q', '--force'])).exitCode).toBe(0);
  expect(readdirSync(folder.path).sort()).toEqual(['mix.wav', 'out.wav']);
});

test('a command that is stopped leaves nothing behind', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 20, tone(300));
  const controller = new AbortController();
  const running = runCommand(['master', mix, '-o', folder.file('out.wav')], { signal: controller.signal });
  await expect.poll(() => readdirSync(folder.path).length).toBeGreaterThan(1);
  controller.abort();
  const { exitCode, err } = await running;
  expect(exitCode).toBe(130);
  expect(err).toContain('sweetspot: Stopped.');
  expect(readdirSync(folder.path)).toEqual(['mix.wav']);
});

test('damaged files get a reason, whatever command reads them', async () => {
  using folder = tempFolder();
  const seeds = await makeSeeds(folder.path, { onlyOurs: true });
  const good = folder.file('wav16.wav');
  const before = readdirSync(folder.path).length;
  for (let number = 0; number < 12; number += 1) {
    const mutant = makeMutant(seeds, 5, number);
    const path = folder.file(`damaged-${mutant.name}`);
    writeFileSync(path, mutant.bytes);
    const args = [
      ['analyze', path],
      ['diff', good, path],
      ['master', path, '-o', folder.file('out.wav'), '--force'],
    ][number % 3]!;
    const { exitCode, out, err } = await runCommand([...args, '--json', '-q']);
    expect([0, 1], `${number} ${mutant.name}`).toContain(exitCode);
    expect(() => JSON.parse(out)).not.toThrow();
    if (exitCode === 1) expect(err).toMatch(/^sweetspot: (?!Something unexpected)[^\n]+\.\n$/);
    rmSync(path);
  }
  rmSync(folder.file('out.wav'), { force: true });
  expect(readdirSync(folder.path).length).toBe(before);
});

test('what is wrong in a file that people wrote is said in plain words, and where', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 1, tone(300));
  const [recipe, out] = [folder.file('master.json'), folder.file('out.wav')];
  await runCommand(['master', mix, '-o', folder.file('first.wav'), '--recipe-out', recipe, '-q']);
  const good = JSON.parse(readFileSync(recipe, 'utf8'));
  for (const [damage, words] of [
    [{ bitDepth: 12 }, /bitDepth: It must be 16, 24 or 32f\.$/],
    [{ ceilingDbtp: '-1' }, /ceilingDbtp: It must be a number\.$/],
    [{ limiter: { ...good.limiter, releaseMs: 1e9 } }, /limiter\.releaseMs: It must be at most \d+\.$/],
    [{ inputGainDb: undefined }, /inputGainDb: It is missing\.$/],
    [{ loudness: 1 }, /“loudness” is not known here\.$/],
  ] as const) {
    writeFileSync(recipe, JSON.stringify({ ...good, ...damage }));
    const { exitCode, err } = await runCommand(['master', mix, '-o', out, '--recipe', recipe, '-q']);
    expect(exitCode).toBe(1);
    expect(err).toMatch(oneSentence);
    expect(err.trimEnd()).toMatch(words);
  }
});

test('a stem whose name no recipe can hold is refused with a sentence', async () => {
  using folder = tempFolder();
  mkdirSync(folder.file('stems'));
  writeSound(folder.file(`stems/${'x'.repeat(210)}.wav`), 1, tone(300));
  const { exitCode, err } = await runCommand(['mix', folder.file('stems'), '-o', folder.file('out.wav')]);
  expect(exitCode).toBe(1);
  expect(err).toMatch(/is longer than 200 characters; shorten it\.\n$/);
});
