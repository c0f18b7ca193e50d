import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { access, rm, utimes, writeFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { publishIngestFailure } from '../ingest/publish-ingest-failure.ts';
import { listJobs } from '../jobs/list-jobs.ts';
import { changeRole } from '../members/change-role.ts';
import { removeMember } from '../members/remove-member.ts';
import { endJob } from '../queue/end-job.ts';
import { removeSong } from '../songs/remove-song.ts';
import { removeStem } from '../stems/remove-stem.ts';
import { originalKey } from '../storage/storage.ts';
import { expectError, makeCast } from '../testing/create-test-core.ts';
import { createTestUploads, hashOf, type TestUploads } from '../testing/create-test-uploads.ts';
import { startProgram } from '../testing/start-program.ts';
import { inTransaction } from '../transaction.ts';
import { cancelUpload } from './cancel-upload.ts';
import { collectAbandonedUploads } from './collect-abandoned-uploads.ts';
import { dismissUpload } from './dismiss-upload.ts';
import { finishUpload } from './finish-upload.ts';
import { listOpenUploads } from './list-open-uploads.ts';
import { maxOpenUploadsPerUser, maxUploadBytes, startUpload } from './start-upload.ts';

let given: TestUploads;
let core: TestUploads['core'];
let cast: TestUploads['cast'];
let directories: TestUploads['directories'];
const as: TestUploads['as'] = (actor) => given.as(actor);
const pathOf: TestUploads['pathOf'] = (uploadId) => given.pathOf(uploadId);
const upload: TestUploads['upload'] = (...args) => given.upload(...args);

beforeAll(async () => {
  given = await createTestUploads();
  ({ core, cast, directories } = given);
});
afterAll(() => given.end());

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  );

describe('starting an upload', () => {
  const input = { purpose: 'mix', fileName: 'mix.wav', sizeBytes: 10 } as const;

  test('twice with one id makes one upload, and another file under that id is refused', async () => {
    const id = randomUUID();
    const first = await startUpload(as(cast.engineer), { ...input, songId: cast.song.id, id });
    expect(await startUpload(as(cast.engineer), { ...input, songId: cast.song.id, id })).toEqual(first);
    await expectError(
      startUpload(as(cast.engineer), { ...input, songId: cast.song.id, id, sizeBytes: 11 }),
      'conflict',
    );
    await expectError(startUpload(as(cast.artist), { ...input, songId: cast.song.id, id }), 'conflict');
    await cancelUpload(as(cast.engineer), { uploadId: id }, directories);
  });

  test('is for the team, on songs that it can see', async () => {
    await expectError(startUpload(as(cast.client), { ...input, songId: cast.song.id }), 'not_allowed');
    await expectError(startUpload(as(cast.guest), { ...input, songId: cast.song.id }), 'not_allowed');
    await expectError(startUpload(as(cast.stranger), { ...input, songId: cast.song.id }), 'not_found');
    await expectError(startUpload(as({ kind: 'anonymous' }), { ...input, songId: cast.song.id }), 'not_signed_in');
  });

  test('has a limit per file and per person, also when everything comes at once', async () => {
    await expectError(
      startUpload(as(cast.engineer), { ...input, songId: cast.song.id, sizeBytes: maxUploadBytes + 1 }),
      'too_large',
    );
    const tries = await Promise.allSettled(
      Array.from({ length: maxOpenUploadsPerUser + 20 }, () =>
        startUpload(as(cast.artist), { ...input, songId: cast.song.id }),
      ),
    );
    expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(maxOpenUploadsPerUser);
    await core.db.upload.deleteMany({ where: { userId: cast.artist.id } });
  });

  test.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\fakepath\\Kick.wav', 'Kick.wav'],
    ['-i', '-i'],
    [';rm -rf $HOME.wav', ';rm -rf $HOME.wav'],
    ['evil\u202evaw.exe', 'evilvaw.exe'],
    ['a\0b\nc.wav', 'abc.wav'],
    ['🥁 Drums.wav', '🥁 Drums.wav'],
    ['CON', 'CON'],
    [`${'x'.repeat(300)}.flac`, `${'x'.repeat(195)}.flac`],
    ['  ', 'unnamed'],
  ])('shows the name %j as %j', async (fileName, shown) => {
    const { uploadId } = await startUpload(as(cast.engineer), { ...input, songId: cast.song.id, fileName });
    expect((await core.db.upload.findUniqueOrThrow({ where: { id: uploadId } })).fileName).toBe(shown);
    await cancelUpload(as(cast.engineer), { uploadId }, directories);
  });
});

describe('finishing an upload', () => {
  test('makes a stem with a job, and stores the bytes under their hash', async () => {
    const { uploadId, sha256 } = await upload('vocal');
    const done = await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories);
    const stem = await core.db.stem.findUniqueOrThrow({ where: { id: done.stemId! }, include: { file: true } });
    expect(stem).toMatchObject({ name: 'Lead Vocal 01', role: 'leadVocal' });
    expect(stem.file).toMatchObject({ sha256, sizeBytes: 5n, state: 'processing', originalName: 'Lead_Vocal 01.wav' });
    expect(String(await buffer(await as(cast.engineer).storage.read(originalKey(sha256))))).toBe('vocal');
    expect(await core.db.job.findMany({ where: { subjectId: done.fileId } })).toMatchObject([
      { kind: 'ingest', state: 'queued', label: 'Lead_Vocal 01.wav', createdById: cast.engineer.id },
    ]);
    expect(await exists(pathOf(uploadId))).toBe(false);
    expect(await exists(`${pathOf(uploadId)}.json`)).toBe(false);
    // The answer was lost: asking again gives it.
    expect(await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories)).toEqual(done);
    const types = await core.db.projectEvent.findMany({ select: { type: true }, orderBy: { seq: 'desc' }, take: 3 });
    expect(types.map(({ type }) => type)).toEqual(['upload.finished', 'job.changed', 'stem.added']);
  });

  test.each<[string, (cast: TestUploads['cast']) => Promise<void>]>([
    ['removed', ({ artist, engineerMember }) => removeMember(as(artist), { memberId: engineerMember.id })],
    [
      'made a client',
      ({ artist, engineerMember }) => changeRole(as(artist), { memberId: engineerMember.id, role: 'client' }),
    ],
    ['left without the song', ({ artist, song }) => removeSong(as(artist), { songId: song.id })],
  ])('adds nothing for somebody who is %s while the bytes are stored', async (_, lose) => {
    const own = await makeCast(core.db);
    const uploader = as(own.engineer);
    const { uploadId, sha256 } = await upload(`of ${own.project.id}`, { songId: own.song.id }, uploader);
    const { storage } = uploader;
    const storing: typeof storage = {
      ...storage,
      async putFile(key, path) {
        await storage.putFile(key, path);
        await lose(own);
      },
    };
    await expectError(finishUpload({ ...uploader, storage: storing }, { uploadId, sha256 }, directories), 'not_found');
    expect(await core.db.audioFile.count({ where: { sha256 } })).toBe(0);
  });

  test('twice at once makes one version', async () => {
    const { uploadId, sha256 } = await upload('mix', { purpose: 'mix', fileName: 'bounce.wav' });
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => finishUpload(as(cast.engineer), { uploadId, sha256 }, directories)),
    );
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
    const version = await core.db.version.findUniqueOrThrow({ where: { id: answers[0]!.versionId! } });
    expect(version).toMatchObject({ kind: 'mix', number: 3, parentId: cast.mix2.id });
    expect(await core.db.job.count({ where: { subjectId: version.fileId } })).toBe(1);
  });

  test('of many at once gives every version a number of its own', async () => {
    const uploads = await Promise.all(
      Array.from({ length: 8 }, (_, index) => upload(`master ${index}`, { purpose: 'master', fileName: 'm.wav' })),
    );
    await Promise.all(uploads.map((one) => finishUpload(as(cast.engineer), one, directories)));
    const masters = await core.db.version.findMany({ where: { songId: cast.song.id, kind: 'master' } });
    expect(masters.map(({ number }) => number).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('killed between storing and writing: done again, there is one of everything', async () => {
    const { uploadId, sha256 } = await upload('killed');
    const script = new URL('finish-upload.testing.ts', import.meta.url);
    const place = [core.databaseUrl, given.storageDirectory, directories.uploadDirectory];
    const child = startProgram(script, [...place, cast.engineer.id, uploadId, sha256]);
    expect((await once(child, 'exit'))[1]).toBe('SIGKILL');
    expect(await core.db.audioFile.count({ where: { sha256 } })).toBe(0);
    expect(await as(cast.engineer).storage.findSize(originalKey(sha256))).toBe(6n);
    await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories);
    expect(await core.db.audioFile.count({ where: { sha256 } })).toBe(1);
  });

  test('waits for missing bytes', async () => {
    const { uploadId, sha256 } = await upload('complete');
    await writeFile(pathOf(uploadId), 'comp');
    await expectError(finishUpload(as(cast.engineer), { uploadId, sha256 }, directories), 'conflict');
    await rm(pathOf(uploadId));
    await expectError(finishUpload(as(cast.engineer), { uploadId, sha256 }, directories), 'conflict');
    await writeFile(pathOf(uploadId), 'complete');
    await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories);
  });

  test('of other bytes fails, says so until it is dismissed, and stores nothing', async () => {
    const { uploadId, sha256 } = await upload('right');
    await writeFile(pathOf(uploadId), 'wrong');
    const error = await expectError(finishUpload(as(cast.engineer), { uploadId, sha256 }, directories), 'bad_input');
    expect(error.message).toMatch(/not what was sent/);
    expect(await exists(pathOf(uploadId))).toBe(false);
    expect(await as(cast.engineer).storage.findSize(originalKey(hashOf('wrong')))).toBeNull();
    const shown = await listOpenUploads(as(cast.artist), { songId: cast.song.id });
    expect(shown).toMatchObject([{ id: uploadId, state: 'failed', failureMessage: error.message }]);
    await dismissUpload(as(cast.artist), { uploadId });
    expect(await listOpenUploads(as(cast.artist), { songId: cast.song.id })).toEqual([]);
  });

  test('is not for anybody else, and a hash alone gives nobody a file', async () => {
    const { uploadId, sha256 } = await upload('secret');
    await expectError(finishUpload(as(cast.artist), { uploadId, sha256 }, directories), 'not_allowed');
    await expectError(finishUpload(as(cast.stranger), { uploadId, sha256 }, directories), 'not_found');
    await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories);
    const claim = await startUpload(as(cast.stranger), {
      songId: cast.foreignSong.id,
      purpose: 'mix',
      fileName: 'mine.wav',
      sizeBytes: 6,
    });
    await expectError(finishUpload(as(cast.stranger), { ...claim, sha256 }, directories), 'conflict');
    await cancelUpload(as(cast.stranger), claim, directories);
  });

  test('in a removed project is not found', async () => {
    const { uploadId, sha256 } = await upload('late', { songId: cast.foreignSong.id }, as(cast.stranger));
    await core.db.project.update({ where: { id: cast.foreignProject.id }, data: { deletedAt: new Date() } });
    await expectError(finishUpload(as(cast.stranger), { uploadId, sha256 }, directories), 'not_found');
    await core.db.project.update({ where: { id: cast.foreignProject.id }, data: { deletedAt: null } });
    await cancelUpload(as(cast.stranger), { uploadId }, directories);
  });
});

test('a file that cannot be read is shown as a failed upload, and goes with its stem when dismissed', async () => {
  const { uploadId, sha256 } = await upload('no sound');
  const { fileId, stemId } = await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories);
  await inTransaction(as(cast.engineer), (tx) =>
    publishIngestFailure(tx, fileId, { code: 'not_audio', message: 'This is not audio.' }),
  );
  expect(await listOpenUploads(as(cast.artist), { songId: cast.song.id })).toMatchObject([
    { id: uploadId, state: 'failed', failureMessage: 'This is not audio.' },
  ]);
  await dismissUpload(as(cast.engineer), { uploadId });
  expect((await core.db.stem.findUniqueOrThrow({ where: { id: stemId! } })).removedAt).not.toBeNull();
});

test.each([
  ['not_audio', false],
  ['storage_full', true],
] as const)(
  'a file that failed for %s leaves both lists with its stem; to try again helps: %s',
  async (failureCode, canRetry) => {
    const { uploadId, sha256 } = await upload(`no sound, ${failureCode}`);
    const { fileId, stemId } = await finishUpload(as(cast.engineer), { uploadId, sha256 }, directories);
    const { id, projectId, fencingToken } = await core.db.job.findFirstOrThrow({ where: { subjectId: fileId } });
    const end = { state: 'failed', failureCode, failureMessage: 'This is not audio.' } as const;
    await endJob(core.as({ kind: 'worker' }), { id, projectId, fencingToken }, ['queued'], end);
    const listed = async () => ({
      jobs: (await listJobs(as(cast.artist), { projectId })).filter(({ state }) => state === 'failed'),
      uploads: (await listOpenUploads(as(cast.artist), { songId: cast.song.id })).filter(
        ({ state }) => state === 'failed',
      ),
    });
    expect(await listed()).toMatchObject({ jobs: [{ id, canRetry }], uploads: [{ id: uploadId }] });
    await removeStem(as(cast.engineer), { stemId: stemId! });
    expect(await listed()).toEqual({ jobs: [], uploads: [] });
  },
);

test('uploads that nobody continues are given up after a week, and leftovers go', async () => {
  const kept = await upload('kept');
  const left = await upload('left');
  const ended = await upload('ended');
  await core.db.upload.update({ where: { id: ended.uploadId }, data: { state: 'failed' } });
  const longAgo = new Date(core.clock.at.getTime() - 8 * 24 * 3600 * 1000);
  await core.db.$executeRaw`UPDATE "Upload" SET "updatedAt" = ${longAgo}`;
  for (const { uploadId } of [left, ended]) {
    await utimes(pathOf(uploadId), longAgo, longAgo);
    await utimes(`${pathOf(uploadId)}.json`, longAgo, longAgo);
  }
  // A note that a killed process was writing.
  const halfNote = `${pathOf(ended.uploadId)}.json.new`;
  await writeFile(halfNote, '{');
  await utimes(halfNote, longAgo, longAgo);
  const report = await collectAbandonedUploads(as({ kind: 'worker' }), directories);
  expect(report).toEqual({ abandoned: [left.uploadId], removed: [ended.uploadId] });
  expect(await Promise.all([kept, left, ended].map(({ uploadId }) => exists(pathOf(uploadId))))).toEqual([
    true,
    false,
    false,
  ]);
  expect(await exists(halfNote)).toBe(false);
  const error = await expectError(finishUpload(as(cast.engineer), left, directories), 'gone');
  expect(error.message).toMatch(/Start it again/);
  await finishUpload(as(cast.engineer), kept, directories);
});

test('an upload whose bytes another machine gathers is given a month', async () => {
  const { uploadId } = await startUpload(as(cast.engineer), {
    songId: cast.song.id,
    purpose: 'stem',
    fileName: 'Elsewhere.wav',
    sizeBytes: 10,
  });
  const collectedAfterDays = async (days: number) => {
    const then = new Date(core.clock.at.getTime() - days * 24 * 3600 * 1000);
    await core.db.$executeRaw`UPDATE "Upload" SET "updatedAt" = ${then} WHERE "id" = ${uploadId}::uuid`;
    return (await collectAbandonedUploads(as({ kind: 'worker' }), directories)).abandoned.includes(uploadId);
  };
  expect(await collectedAfterDays(8)).toBe(false);
  expect(await collectedAfterDays(29)).toBe(true);
});
