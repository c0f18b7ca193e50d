import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type DemoStem, writeDemoStems } from '@sweetspot/audio';
import { originalKey } from '@sweetspot/core/storage/storage';
import { analysisSchema, decodePeaksHeader, derivedSchema, segmentName } from '@sweetspot/protocol';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createTestInstallation, type TestInstallation } from './testing/create-test-installation.ts';

/** Real processes on a machine that runs other tests as well. */
vi.setConfig({ testTimeout: 90_000 });

let installation: TestInstallation;
let folder: string;
let stems: DemoStem[];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-stems-'));
  stems = writeDemoStems(folder, { song: 'paper-boats', seconds: 12 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await createTestInstallation();
});
afterEach(() => installation.end());

const ingestJobOf = async (fileId: string): Promise<string> =>
  (await installation.db.job.findFirstOrThrow({ where: { subjectId: fileId, kind: 'ingest' } })).id;

test('a file that was uploaded becomes playable and measured', async () => {
  await installation.startWorker();
  const { fileId, stemId } = await installation.upload(stems[1]!.path, 'stem');
  await installation.reaches(await ingestJobOf(fileId), 'succeeded');

  const file = await installation.db.audioFile.findUniqueOrThrow({ where: { id: fileId } });
  expect(file).toMatchObject({ state: 'ready', sampleRate: 48_000, bitDepth: 24, frames: BigInt(stems[1]!.frames) });
  expect(analysisSchema.parse(file.analysis).loudness.integratedLufs).toBeLessThan(0);
  const derived = derivedSchema.parse(file.derived);
  const { storage } = installation.as({ kind: 'worker' });
  const header = decodePeaksHeader(await buffer(await storage.read(derived.peaksKey, { start: 0, end: 255 })));
  expect(header.frames).toBe(stems[1]!.frames);
  for (let index = 0; index < derived.segments.count; index += 1) {
    const key = `${derived.segments.keyPrefix}/${segmentName(index, derived.segments.codec)}`;
    expect(await storage.findSize(key)).toBeGreaterThan(0n);
  }
  const events = await installation.db.projectEvent.findMany({ where: { type: 'stem.ready' } });
  expect(events.map(({ payload }) => payload)).toEqual([{ songId: installation.song.id, stemId }]);
});

test('the same bytes are read once: the second file takes what is there', async () => {
  const worker = await installation.startWorker();
  const first = await installation.upload(stems[0]!.path, 'stem');
  await installation.reaches(await ingestJobOf(first.fileId), 'succeeded');
  // Were it read again, it would fail.
  const { storage } = installation.as({ kind: 'worker' });
  const { sha256 } = await installation.db.audioFile.findUniqueOrThrow({ where: { id: first.fileId } });
  const second = await installation.upload(stems[0]!.path, 'stem');
  await storage.remove(originalKey(sha256));
  await installation.reaches(await ingestJobOf(second.fileId), 'succeeded');
  expect(await worker.stop()).toBe(0);
});

test('a file that is no sound fails with one sentence, at once', async () => {
  await installation.startWorker();
  const path = join(installation.dataDir, 'playlist.wav');
  await writeFile(path, '#EXTM3U\nfile:///etc/passwd\n');
  const { fileId } = await installation.upload(path, 'mix');
  const jobId = await ingestJobOf(fileId);
  await installation.reaches(jobId, 'failed');
  const file = await installation.db.audioFile.findUniqueOrThrow({ where: { id: fileId } });
  expect(file.state).toBe('failed');
  expect(file.failureMessage).toMatch(/^[^\n]+[.]$/);
  expect(await installation.db.job.findUniqueOrThrow({ where: { id: jobId } })).toMatchObject({ attempt: 1 });
  expect(await installation.db.projectEvent.count({ where: { type: 'version.failed' } })).toBe(1);
});

test('a worker killed while it reads leaves nothing half-done; the next one finishes', async () => {
  const first = await installation.startWorker();
  const long = writeDemoStems(join(installation.dataDir, 'long'), { song: 'paper-boats', seconds: 24 })[8]!;
  const { fileId } = await installation.upload(long.path, 'stem');
  const jobId = await ingestJobOf(fileId);
  await expect
    .poll(async () => (await installation.db.job.findUniqueOrThrow({ where: { id: jobId } })).state, {
      interval: 5,
      timeout: 20_000,
    })
    .toBe('running');
  first.process.kill('SIGKILL');
  await installation.db.$executeRaw`UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - interval '1 minute'`;
  await installation.startWorker();
  await installation.reaches(jobId, 'succeeded');
  expect(await installation.db.projectEvent.count({ where: { type: 'stem.ready' } })).toBe(1);
});

test('health is answered, and boot names all that is wrong', async () => {
  const worker = await installation.startWorker();
  expect(await (await fetch(worker.healthUrl)).json()).toEqual({ ok: true, running: 0 });
  await expect(installation.startWorker({ DATABASE_URL: 'mysql://nowhere', SMTP_URL: 'x' })).rejects.toThrow(
    /DATABASE_URL must begin[\s\S]*SMTP_URL must begin/,
  );
});
