import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { originalKey } from '@sweetspot/core/storage/storage';
import { makeComment, makeVersion } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { startTestWeb, type TestWeb } from '../testing/start-test-web.ts';
import { sha256 } from '../testing/upload-client.ts';

/** The command line as a process of its own, against this server. */
const program = fileURLToPath(new URL('../../../../cli/src/main.ts', import.meta.url));

let web: TestWeb;
let band: Awaited<ReturnType<typeof makeBand>>;
let folder: string;
let home: string;
beforeAll(async () => {
  web = await startTestWeb();
  band = await makeBand(web.services.db);
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-line-'));
  home = join(folder, 'home');
});
afterAll(async () => {
  await web.stop();
  await rm(folder, { recursive: true, force: true });
});

type Said = { code: number; out: string; err: string };
const settings = (): NodeJS.ProcessEnv => ({ NODE_ENV: 'test', XDG_CONFIG_HOME: home });
const say = (args: string[], input = ''): Promise<Said> =>
  new Promise((resolve) => {
    const child = execFile(process.execPath, [program, ...args], { env: settings() }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out, err }),
    );
    child.stdin!.end(input);
  });
const sayJson = async (args: string[]) => {
  const { code, out, err } = await say([...args, '--json']);
  expect({ code, err }).toMatchObject({ code: 0 });
  return JSON.parse(out) as unknown;
};

/** A second of noise as a WAV of 16 bits. */
function sound(): Buffer {
  const data = randomBytes(96_000);
  const header = Buffer.alloc(44);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(96_000, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}
const soundFile = async (name: string, bytes = sound()) => {
  const path = join(folder, name);
  await writeFile(path, bytes);
  return { path, bytes };
};
const tokenOf = async (person: Parameters<TestWeb['cookieOf']>[0], name: string) =>
  web.apiOf(await web.cookieOf(person)).account.addAccessToken.mutate({ name });

test('without signing in everything says what to do first', async () => {
  for (const args of [['push', program], ['pull'], ['comments'], ['watch', folder]]) {
    expect(await say([...args, '--song', 'x'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('sweetspot login'),
    });
  }
});

test('login keeps a token that is valid where only its person reads it, and logout forgets it', async () => {
  const { token } = await tokenOf(band.engineer, 'Studio');
  expect(await say(['login', web.url], 'not a token\n')).toMatchObject({ code: 1 });
  const { code, out } = await say(['login', `${web.url}/some/page`], `${token}\n`);
  expect(code).toBe(0);
  expect(out).toContain(band.engineer.email);
  expect(out).not.toContain(token);
  const path = join(home, 'sweetspot', 'login.json');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  await chmod(path, 0o644);
  await say(['login', web.url], token);
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await say(['logout'])).toMatchObject({ code: 0 });
  await expect(stat(path)).rejects.toThrow('ENOENT');
  expect(await say(['login', 'sweetspot'])).toMatchObject({ code: 2 });
  await say(['login', web.url], token);
});

test('push sends a version and a stem, and nothing twice', async () => {
  const { path, bytes } = await soundFile('Mix from the studio.wav');
  const push = ['push', path, '--song', band.song.title.toUpperCase(), '--no-wait'];
  const first = await sayJson(push);
  expect(first).toMatchObject({
    pushed: [{ label: expect.stringMatching(/^Mix \d+$/), sha256: sha256(bytes), known: false }],
  });
  const version = await web.services.db.version.findFirstOrThrow({
    where: { file: { sha256: sha256(bytes) } },
    include: { file: true },
  });
  expect(version).toMatchObject({
    kind: 'mix',
    createdById: band.engineer.id,
    file: { originalName: 'Mix from the studio.wav' },
  });
  expect(await sayJson(push)).toMatchObject({ pushed: [{ known: true, versionId: version.id }] });

  const stem = await soundFile('Kick.wav');
  expect(await sayJson(['push', stem.path, '--song', band.song.id, '--as', 'stem'])).toMatchObject({
    pushed: [{ versionId: null, known: false }],
  });
  expect(await say(['push', path, '--song', 'No such song'])).toMatchObject({ code: 1 });
  expect(await say(['push', path, '--song', band.song.title, '--as', 'drums'])).toMatchObject({ code: 2 });
});

test('what broke off is taken up, and another file of that name and size is sent from its beginning', async () => {
  const start = async (bytes: Buffer, arrived: Buffer, fileName: string) => {
    const { token } = await tokenOf(band.engineer, fileName);
    const api = web.apiOf(await web.cookieOf(band.engineer));
    const id = crypto.randomUUID();
    await api.uploads.start.mutate({ id, songId: band.song.id, purpose: 'mix', fileName, sizeBytes: bytes.length });
    const headers = { authorization: `Bearer ${token}`, 'tus-resumable': '1.0.0' };
    const metadata = `uploadId ${Buffer.from(id).toString('base64')}`;
    const created = { ...headers, 'upload-length': String(bytes.length), 'upload-metadata': metadata };
    expect((await fetch(`${web.url}/uploads`, { method: 'POST', headers: created })).status).toBe(201);
    const part = { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
    const body = new Uint8Array(arrived);
    expect((await fetch(`${web.url}/uploads/${id}`, { method: 'PATCH', headers: part, body })).status).toBe(204);
    return id;
  };
  const same = await soundFile('Broken off.wav');
  const id = await start(same.bytes, same.bytes.subarray(0, 40_000), 'Broken off.wav');
  await sayJson(['push', same.path, '--song', band.song.title, '--no-wait']);
  const { state, fileId } = await web.services.db.upload.findUniqueOrThrow({ where: { id } });
  expect(state).toBe('finished');
  expect((await web.services.db.audioFile.findUniqueOrThrow({ where: { id: fileId! } })).sha256).toBe(
    sha256(same.bytes),
  );

  const other = await soundFile('Bounced again.wav');
  await start(other.bytes, sound().subarray(0, 40_000), 'Bounced again.wav');
  expect(await sayJson(['push', other.path, '--song', band.song.title, '--no-wait'])).toMatchObject({
    pushed: [{ sha256: sha256(other.bytes), known: false }],
  });
});

test('watch makes a version of what is new or written over, and of nothing that was there', async () => {
  const bounces = await mkdtemp(join(folder, 'bounces-'));
  await writeFile(join(bounces, 'Old.wav'), sound());
  const args = ['watch', bounces, '--song', band.song.title, '--settle', '0.5', '--no-wait', '--json'];
  const child = spawn(process.execPath, [program, ...args], { env: settings() });
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const sent = () =>
    out
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as { sha256: string });
  try {
    await expect.poll(() => err).toContain('Watching');
    const first = sound();
    await writeFile(join(bounces, 'New.wav'), first);
    await writeFile(join(bounces, 'notes.txt'), 'no sound');
    await writeFile(join(bounces, 'Begun.wav'), first.subarray(0, 20));
    await expect.poll(() => sent().length).toBe(1);
    const second = sound();
    await writeFile(join(bounces, 'New.wav'), second);
    await expect.poll(() => sent().length).toBe(2);
    expect(sent().map((one) => one.sha256)).toEqual([sha256(first), sha256(second)]);
  } finally {
    const ended = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGINT');
    expect(await ended).toBe(130);
  }
  expect(
    await web.services.db.version.count({ where: { file: { originalName: { in: ['Old.wav', 'Begun.wav'] } } } }),
  ).toBe(0);
});

test('pull fetches a version bit for bit, writes over nothing, and notices what is damaged', async () => {
  const bytes = sound();
  const { db, storage } = web.services;
  const file = { sha256: sha256(bytes), originalName: '../../.profile' };
  const master = await makeVersion(db, { songId: band.song.id, kind: 'master', file });
  await storage.putBytes(originalKey(file.sha256), bytes);
  const out = await mkdtemp(join(folder, 'pulled-'));
  const pull = ['pull', '--song', band.song.title, '-o', out];
  const pulled = (await sayJson(pull)) as { path: string; versionId: string };
  expect(pulled).toMatchObject({ path: join(out, '_profile'), versionId: master.id });
  expect(sha256(await readFile(pulled.path))).toBe(file.sha256);
  expect(await say(pull)).toMatchObject({ code: 2, err: expect.stringContaining('exists already') });
  expect(await say([...pull, '--version', 'Mix 99'])).toMatchObject({
    code: 1,
    err: expect.stringContaining('Master 1'),
  });

  await storage.remove(originalKey(file.sha256));
  await storage.putBytes(originalKey(file.sha256), sound());
  expect(await say([...pull, '--force'])).toMatchObject({ code: 1, err: expect.stringContaining('not the file') });
  expect(sha256(await readFile(pulled.path))).toBe(file.sha256);
});

test('comments come in the order of their time, without what a terminal would obey', async () => {
  const { db } = web.services;
  const mix = await makeVersion(db, { songId: band.song.id, kind: 'mix', number: 77 });
  const comment = (data: object) =>
    makeComment(db, { songId: band.song.id, versionId: mix.id, authorUserId: band.artist.id, ...data });
  await comment({ body: 'The chorus\n\u001b[31mis late.', startSample: 96_000n, endSample: 144_000n });
  await comment({ body: 'The intro too.', startSample: 48_000n, status: 'addressed' });
  const listed = ['comments', '--song', band.song.title, '--version', 'mix 77'];
  const { out } = await say(listed);
  expect(out.trim().split('\n')).toEqual([
    expect.stringMatching(/^0:01\.000 {2}.* \(addressed\): The intro too\.$/),
    expect.stringMatching(/^0:02\.000–0:03\.000 {2}.* \(open\): The chorus \[31mis late\.$/),
  ]);
  expect(await sayJson([...listed, '--open'])).toMatchObject({
    label: 'Mix 77',
    comments: [{ startSample: 96_000, startSeconds: 2, endSeconds: 3, status: 'open' }],
  });

  const path = join(folder, 'notes.csv');
  const markers = ['--format', 'reaper', '--song-start', '1:00', '-o', path];
  expect((await say([...listed, ...markers])).code).toBe(0);
  expect(await readFile(path, 'utf8')).toMatch(/^R1,.*: The chorus \[31mis late\.,1:02\.000,1:03\.000,0:01\.000$/m);
  expect((await say([...listed, ...markers])).code).toBe(2);
  expect((await say([...listed, '--format', 'midi'])).code).toBe(2);
  expect((await say([...listed, '--song-start', 'soon', '--format', 'midi', '-o', path])).code).toBe(2);
});

test('a token that is revoked ends everything', async () => {
  const { db } = web.services;
  await db.accessToken.deleteMany();
  expect(await say(['comments', '--song', band.song.title])).toMatchObject({
    code: 1,
    err: expect.stringContaining('revoked'),
  });
});
