import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
  expect(examples.match(new RegExp(`\\$ sweetspot ${name} `, 'g'))?.length).toBeGreaterThan(1);
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

test('analyze measures what it can read and says why it cannot read the rest', async () => {
  using folder = tempFolder();
  const good = writeSound(folder.file('good.wav'), 3, (frame) => {
    const value = 0.3 * Math.sin((2 * Math.PI * 1000 * frame) / 48_000);
    return [value, 0.8 * value];
  });
  writeFileSync(folder.file('bad.wav'), 'no sound at all');
  const { exitCode, out, err } = await runCommand(['analyze', good, folder.file('bad.wav'), '--json']);
  expect(exitCode).toBe(1);
  const [first, second] = JSON.parse(out);
  expect(first).toMatchObject({
    file: good,
    format: { container: 'wav', codec: 'pcm_s16le', sampleRate: 48_000, bitDepth: 16, channels: 2, frames: 144_000 },
    integrity: { clippedRuns: [], effectiveBits: 16 },
  });
  expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(first.loudness.rangeLu).toBeNull();
  // 10·log10(0.3²/2 · (1 + 0.8²)); a tone of 1 kHz reads as its level.
  expect(first.loudness.integratedLufs).toBeCloseTo(-11.3, 1);
  expect(second).toMatchObject({ file: folder.file('bad.wav'), error: { code: 'not_audio' } });
  expect(err).toContain('bad.wav: This looks like text');
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

test('a folder is mixed, its recipe mixes the same again, and verify proves it', async () => {
  using folder = tempFolder();
  const stems = folder.file('stems');
  mkdirSync(stems);
  writeSound(`${stems}/01 Kick.wav`, 2, tone(60));
  writeSound(`${stems}/02 Vox.wav`, 2, tone(400));
  writeFileSync(`${stems}/notes.txt`, 'not a stem');
  const rough = folder.file('rough.wav');
  const recipe = folder.file('rough.json');
  const made = await runCommand(['mix', stems, '-o', rough, '--recipe-out', recipe, '--json']);
  expect(made.exitCode).toBe(0);
  const report = JSON.parse(made.out);
  expect(report.strips.map(({ name }: { name: string }) => name)).toEqual(['01 Kick.wav', '02 Vox.wav']);
  expect(report.strips[0].reason).toContain('Kick');
  expect(report.loudness.truePeakDbtp).toBeLessThanOrEqual(-6);

  const again = await runCommand(['mix', recipe, '-o', folder.file('again.wav'), '--json', '--threads', '1']);
  expect(JSON.parse(again.out).sha256).toBe(report.sha256);
  const proof = await runCommand(['verify', rough, '--approved', recipe, '--json']);
  expect(proof.exitCode).toBe(0);
  expect(JSON.parse(proof.out)).toMatchObject({ matches: true, by: 'render', sha256: report.sha256 });

  writeSound(`${stems}/02 Vox.wav`, 2, tone(500));
  const refuted = await runCommand(['verify', rough, '--approved', recipe]);
  expect(refuted.exitCode).toBe(1);
  expect(refuted.out).toContain('02 Vox.wav is not the file that the recipe was rendered from');
});

test('--plain is the sum itself: no headroom taken, no dither, nothing clipped', async () => {
  using folder = tempFolder();
  const stems = folder.file('stems');
  mkdirSync(stems);
  const [a, b] = [tone(100, 0.9), tone(200, 0.9)];
  writeSound(`${stems}/a.wav`, 1, a);
  writeSound(`${stems}/b.wav`, 1, b);
  const out = folder.file('sum.wav');
  const made = await runCommand(['mix', stems, '-o', out, '--plain', '--json']);
  expect(JSON.parse(made.out)).toMatchObject({ printGainDb: 0, format: { bitDepth: '32f', frames: 48_000 } });
  const sum = readFileSync(out);
  const dataAt = sum.indexOf('data', 0, 'latin1') + 8;
  let largest = 0;
  for (let frame = 0; frame < 48_000; frame += 1) {
    for (const side of [0, 1] as const) {
      const expected = (Math.round(a(frame)[side] * 32_767) + Math.round(b(frame)[side] * 32_767)) / 32_768;
      largest = Math.max(largest, Math.abs(sum.readFloatLE(dataAt + frame * 8 + side * 4) - expected));
    }
  }
  // −140 dBFS.
  expect(largest).toBeLessThan(1e-7);
});

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

test('diff says in a sentence and in JSON what changed', async () => {
  using folder = tempFolder();
  const sound = tone(220, 0.2);
  const a = writeSound(folder.file('mix3.wav'), 6, sound);
  const b = writeSound(folder.file('mix4.wav'), 6, (frame) => {
    const [left, right] = sound(frame);
    const added = frame >= 2 * 48_000 && frame < 4 * 48_000 ? 0.1 * Math.sin(frame / 3) : 0;
    return [left + added, right + added];
  });
  expect((await runCommand(['diff', a, b, '-q'])).out).toContain(
    'mix4.wav is mix3.wav, changed from 0:02 to 0:04, and nowhere else.',
  );
  const { exitCode, out } = await runCommand(['diff', a, b, '--json']);
  expect(exitCode).toBe(0);
  const { offsetSamples, gainDb, residualDb, sections } = JSON.parse(out);
  expect({ offsetSamples, gainDb }).toEqual({ offsetSamples: 0, gainDb: 0 });
  expect(residualDb).toBeCloseTo(20 * Math.log10(0.1 / Math.SQRT2) + 10 * Math.log10(2 / 6), 1);
  expect(sections).toHaveLength(12);
  expect(sections[0]).toMatchObject({ fromSeconds: 0, toSeconds: 0.5, residualDb: null, bandsDb: { mid: null } });
  expect(sections[5].bandsDb.mid).toBeGreaterThan(-25);
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
    '89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c63600000000200015e6c3d870000000049454e44ae426082',
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

  // Another vocal: the recipes do not belong together any more.
  writeSound(`${stems}/Lead Vox.wav`, 2, tone(500));
  const other = await runCommand([...args, '--alternates', 'instrumental', ...recipes, '--force']);
  expect(other.out).toContain('! The mix recipe does not render to the file that the master was made from');
});

test('intake checks a folder against its rough, which may lie among the stems', async () => {
  using folder = tempFolder();
  const stem = (name: string, hz: number, gain = 1) =>
    writeSound(folder.file(name), 6, (frame) => {
      const value =
        gain * 0.2 * Math.sin((2 * Math.PI * hz * frame) / 48_000) * Math.abs(Math.sin(frame / (9000 + hz)));
      return [value, value];
    });
  stem('Kick.wav', 60);
  stem('Vox.wav', 900);
  stem('Vox double.wav', 900, -0.9);
  const rough = writeSound(folder.file('Rough.wav'), 6, (frame) => {
    const tone = (hz: number) =>
      0.2 * Math.sin((2 * Math.PI * hz * frame) / 48_000) * Math.abs(Math.sin(frame / (9000 + hz)));
    const value = tone(60) + 0.1 * tone(900);
    return [value, value];
  });
  const { exitCode, out } = await runCommand(['intake', folder.path, '--rough', rough, '--json', '--quiet']);
  const report = JSON.parse(out) as {
    stems: { file: string; role: string }[];
    findings: { code: string; stems: number[] }[];
    rough: { offsetSamples: number; residualDb: number | null };
  };
  expect(exitCode).toBe(0);
  expect(report.stems.map(({ file }) => file)).toEqual(['Kick.wav', 'Vox double.wav', 'Vox.wav']);
  expect(report.rough.offsetSamples).toBe(0);
  expect(report.rough.residualDb ?? -200).toBeLessThan(-60);
  const codes = report.findings.map(({ code }) => code);
  expect(codes).toContain('sums_to_rough');
  expect(report.findings.find(({ code }) => code === 'polarity')?.stems).toEqual([1, 2]);
});
