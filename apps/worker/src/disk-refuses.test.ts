import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DemoStem, writeDemoStems } from '@sweetspot/audio';
import { retryJob } from '@sweetspot/core/jobs/retry-job';
import { requestRoughMix } from '@sweetspot/core/renders/request-rough-mix';
import { originalKey } from '@sweetspot/core/storage/storage';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestInstallation, type TestInstallation } from './testing/create-test-installation.ts';

/** Real processes on a machine that runs other tests as well. */
vi.setConfig({ testTimeout: 90_000 });

let installation: TestInstallation;
let folder: string;
let stem: DemoStem;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-stems-'));
  stem = writeDemoStems(folder, { song: 'glass-harbour', seconds: 6 })[4]!;
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await createTestInstallation();
});
afterEach(() => installation.end());

/** What the disk lets through: small things, but no segment and no mix. */
const room = { largestFileBytes: 32 * 1024 };

const worker = () => installation.as({ kind: 'worker' });
const artist = () => installation.as({ kind: 'user', userId: installation.artist.id });
const jobOf = (subjectId: string) => installation.db.job.findFirstOrThrow({ where: { subjectId } });
const jobIn = (id: string) => installation.db.job.findUniqueOrThrow({ where: { id } });

/** Everything in storage but originals of what was uploaded, and everything that attempts left. */
async function leftovers(): Promise<string[]> {
  const uploaded = await installation.db.audioFile.findMany({ select: { sha256: true } });
  const keys = [];
  for await (const { key } of worker().storage.list('')) keys.push(key);
  const halves = await readdir(join(installation.dataDir, 'storage', '.tmp')).catch(() => []);
  const attempts = await readdir(join(installation.dataDir, 'work'), { recursive: true });
  return [
    ...keys.filter((key) => !uploaded.some(({ sha256 }) => key === originalKey(sha256))),
    ...halves,
    ...attempts.filter((name) => /\/jobs\/./.test(name)),
  ];
}

/** Its last attempt, so that it says at once what others say after theirs. */
const oneAttempt = (jobId: string) => installation.db.job.update({ where: { id: jobId }, data: { maxAttempts: 1 } });

test('a file that meets a disk that refuses fails with a sentence, leaves no half, and is read once there is room', async () => {
  const { fileId } = await installation.upload(stem.path, 'stem');
  const { id } = await jobOf(fileId);
  await oneAttempt(id);
  const full = await installation.startWorker({}, room);
  await installation.reaches(id, 'failed');
  const sentence = 'The file is larger than this disk lets one file be; use a disk that takes large files.';
  expect(await jobIn(id)).toMatchObject({ failureCode: 'write_failed', failureMessage: sentence });
  const file = () => installation.db.audioFile.findUniqueOrThrow({ where: { id: fileId } });
  expect(await file()).toMatchObject({ state: 'failed', failureMessage: sentence, derived: null });
  await expect.poll(leftovers).toEqual([]);
  expect(await full.stop()).toBe(0);

  await installation.startWorker();
  await retryJob(artist(), { jobId: id });
  await installation.reaches(id, 'succeeded');
  expect(await file()).toMatchObject({ state: 'ready', failureMessage: null });
});

test('a render that meets a disk that refuses waits for its next attempt, and makes its version then', async () => {
  const first = await installation.startWorker();
  const { fileId } = await installation.upload(stem.path, 'stem');
  await installation.reaches((await jobOf(fileId)).id, 'succeeded');
  expect(await first.stop()).toBe(0);
  const before = await leftovers();

  const full = await installation.startWorker({}, room);
  const { renderId, jobId } = await requestRoughMix(artist(), { songId: installation.song.id });
  await expect.poll(() => full.log()).toContain('larger than this disk lets one file be');
  await installation.reaches(jobId, 'queued');
  expect(await installation.db.version.count()).toBe(0);
  expect(await leftovers()).toEqual(before);
  expect(await full.stop()).toBe(0);

  await installation.startWorker();
  await installation.reaches(jobId, 'succeeded');
  const made = await installation.db.version.findUniqueOrThrow({ where: { renderId } });
  await installation.reaches((await jobOf(made.fileId)).id, 'succeeded');
});
