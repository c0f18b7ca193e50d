import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand, tempFolder, tone, writeSound } from '../testing/run-command.ts';

test('a delivery fills its folder with the files and their checksums', { timeout: 60_000 }, async () => {
  using folder = tempFolder();
  const master = writeSound(folder.file('master.wav'), 1, tone(300));
  writeFileSync(folder.file('tags.json'), JSON.stringify({ artist: 'Lowtide', isrc: 'not one' }));
  const args = [
    'deliver',
    master,
    '-o',
    folder.file('shops'),
    '--formats',
    'wav16_44,flac',
    '--title',
    'Ebb',
    '--json',
  ];
  const refused = await runCommand([...args, '--metadata', folder.file('tags.json')]);
  expect(refused.exitCode).toBe(1);
  expect(refused.err).toContain('isrc: An ISRC looks like');
  expect(existsSync(folder.file('shops'))).toBe(false);
  const made = await runCommand([...args, '--artist', 'Lowtide']);
  expect(made.exitCode).toBe(0);
  const own = folder.file('shops/Report.json');
  writeFileSync(own, '{ "composer": "Ida" }');
  const over = await runCommand([...args, '--metadata', own, '--force']);
  expect(over.err).toContain('Report.json is an input and is not written over');
  expect(readFileSync(own, 'utf8')).toBe('{ "composer": "Ida" }');
  const { files, names } = JSON.parse(made.out);
  expect(files.map(({ format }: { format: string }) => format)).toEqual(['wav16_44', 'flac']);
  expect(readdirSync(folder.file('shops')).sort()).toEqual(names.sort());
  expect(names).toEqual(expect.arrayContaining(['Lowtide - Ebb.cue', 'Report.pdf', 'Lowtide - Ebb.zip']));
});

test('what a shop would refuse is said, and with --strict not made', { timeout: 60_000 }, async () => {
  using folder = tempFolder();
  const master = writeSound(folder.file('master.wav'), 1, tone(300));
  const cover = Buffer.from(
    '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636000000002000148afa4710000000049454e44ae426082',
    'hex',
  );
  writeFileSync(folder.file('cover.png'), cover);
  writeFileSync(folder.file('cut.png'), cover.subarray(0, 40));
  const args = [
    'deliver',
    master,
    '-o',
    folder.file('shops'),
    '--formats',
    'wav24',
    '--title',
    'Ebb',
    '--artist',
    'Lowtide',
  ];
  const withCover = [...args, '--artwork', folder.file('cover.png')];
  const refused = await runCommand([...withCover, '--strict']);
  expect(refused.exitCode).toBe(1);
  expect(refused.err).toContain('A shop would refuse this. The artwork');
  expect(existsSync(folder.file('shops'))).toBe(false);
  const damaged = await runCommand([...args, '--artwork', folder.file('cut.png')]);
  expect(damaged.err).toContain('The artwork is damaged; save it again as a JPEG or PNG.');
  const made = await runCommand([...withCover, '--ceiling', '-2', '--on-over', 'warn']);
  expect(made.exitCode).toBe(0);
  expect(made.out).toContain('! A shop would refuse: The artwork');
  const report = JSON.parse(readFileSync(folder.file('shops/Report.json'), 'utf8'));
  expect(report).toMatchObject({ artwork: { width: 1, height: 1 }, peaks: { ceilingDbtp: -2, onOver: 'warn' } });
});

test('alternates come from the stems, by the recipes of mix and master', { timeout: 60_000 }, async () => {
  using folder = tempFolder();
  const stems = folder.file('stems');
  mkdirSync(stems);
  writeSound(`${stems}/Bass.wav`, 2, tone(60));
  writeSound(`${stems}/Lead Vox.wav`, 2, tone(400));
  const [mix, mixJson] = [folder.file('mix.wav'), folder.file('mix.json')];
  const [master, masterJson] = [folder.file('master.wav'), folder.file('master.json')];
  await runCommand(['mix', stems, '-o', mix, '--recipe-out', mixJson, '-q']);
  await runCommand(['master', mix, '-o', master, '--recipe-out', masterJson, '-q']);
  const recipes = ['--mix-recipe', mixJson, '--master-recipe', masterJson];
  const args = [
    'deliver',
    master,
    '-o',
    folder.file('d'),
    '--formats',
    'wav24',
    '--title',
    'Boats',
    '--artist',
    'Lowtide',
  ];
  const made = await runCommand([...args, '--alternates', 'instrumental,a_cappella,tv,tv', ...recipes, '--json']);
  const { alternates } = JSON.parse(made.out);
  expect(alternates.map(({ name, heard }: { name: string; heard: string[] }) => [name, heard])).toEqual([
    ['Lowtide - Boats (Instrumental).wav', ['Bass.wav']],
    ['Lowtide - Boats (A Cappella).wav', ['Lead Vox.wav']],
    ['Lowtide - Boats (TV).wav', ['Bass.wav']],
  ]);
  expect(readdirSync(folder.file('d'))).toContain('Lowtide - Boats (TV).wav');
  expect(readFileSync(folder.file('d/SHA256SUMS.txt'), 'utf8')).toContain('  Lowtide - Boats (TV).wav\n');

  const bare = [...args.slice(0, 3), folder.file('bare'), ...args.slice(4), '--master-recipe', masterJson];
  const free = await runCommand([...bare, '--alternates', 'no_limiter', '--json', '-q']);
  expect(JSON.parse(free.out).alternates).toMatchObject([{ alternate: 'no_limiter', heard: ['mix.wav'] }]);
  const stemless = await runCommand([...bare, '--alternates', 'no_limiter,tv']);
  expect(stemless.exitCode).toBe(2);
  expect(stemless.err).toContain('need the --mix-recipe');

  // Another vocal: the recipes do not belong together any more.
  writeSound(`${stems}/Lead Vox.wav`, 2, tone(500));
  const other = await runCommand([...args, '--alternates', 'instrumental', ...recipes, '--force']);
  expect(other.out).toContain('! The mix recipe does not render to the file that the master was made from');
});
