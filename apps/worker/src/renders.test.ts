import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type DemoStem, writeDemoStems } from '@sweetspot/audio';
import { giveApproval } from '@sweetspot/core/approvals/give-approval';
import type { Context } from '@sweetspot/core/context';
import { requestDelivery } from '@sweetspot/core/deliveries/request-delivery';
import { cancelJob } from '@sweetspot/core/jobs/cancel-job';
import { requestMaster } from '@sweetspot/core/renders/request-master';
import { requestMix } from '@sweetspot/core/renders/request-mix';
import { requestRoughMix } from '@sweetspot/core/renders/request-rough-mix';
import { suggestRecipe } from '@sweetspot/core/renders/suggest-recipe';
import { deliveryZipKey, originalKey } from '@sweetspot/core/storage/storage';
import { analysisSchema, type Derived } from '@sweetspot/protocol';
import { defaultMasterRecipe, defaultMasterStem, type MixRecipe } from '@sweetspot/protocol/recipes';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestInstallation, type TestInstallation } from './testing/create-test-installation.ts';

let folder: string;
let short: DemoStem[];
let installation: TestInstallation;
let artist: Context;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-stems-'));
  short = writeDemoStems(join(folder, 'short'), { song: 'glass-harbour', seconds: 8 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await createTestInstallation();
  artist = installation.as({ kind: 'user', userId: installation.artist.id });
});
afterEach(() => installation.end());

async function bringStems(stems: DemoStem[]): Promise<void> {
  const added = [];
  for (const { path } of stems) added.push(await installation.upload(path, 'stem'));
  for (const { fileId } of added) await fileIsReady(fileId);
}
async function fileIsReady(fileId: string): Promise<void> {
  const { id } = await installation.db.job.findFirstOrThrow({ where: { subjectId: fileId, kind: 'ingest' } });
  await installation.reaches(id, 'succeeded', 60_000);
}
async function versionOf({ renderId, jobId }: { renderId: string; jobId: string }) {
  await installation.reaches(jobId, 'succeeded', 60_000);
  const version = await installation.db.version.findUniqueOrThrow({ where: { renderId } });
  await fileIsReady(version.fileId);
  return installation.db.version.findUniqueOrThrow({ where: { renderId }, include: { file: true } });
}
const kindOfSong = () => ({ songId: installation.song.id });
const measures = (file: { analysis: unknown }) => analysisSchema.parse(file.analysis).loudness;

test('stems become a rough mix, a mix, a master and a delivery', async () => {
  await installation.startWorker();
  await bringStems([short[0]!, short[4]!, short[9]!]);

  const rough = await versionOf(await requestRoughMix(artist, kindOfSong()));
  expect(rough).toMatchObject({ kind: 'rough', number: 1, file: { originalName: 'Harbour - Rough 1.wav' } });
  expect(measures(rough.file).truePeakDbtp).toBeLessThanOrEqual(-6);

  const recipe = await suggestRecipe(artist, kindOfSong());
  expect(recipe?.strips.map(({ name }) => name)).toEqual(['01 Kick', '05 Bass', '10 Lead Vocal']);
  const mix = await versionOf(await requestMix(artist, { ...kindOfSong(), recipe: recipe! }));
  // The same recipe and stems: the same bytes, stored once.
  expect(mix.file.sha256).toBe(rough.file.sha256);

  const approve = { versionId: mix.id, fileSha256: mix.file.sha256, decision: 'approved', note: '' } as const;
  await giveApproval(artist, approve);
  const master = await versionOf(
    await requestMaster(artist, {
      ...kindOfSong(),
      versionId: mix.id,
      recipe: defaultMasterRecipe({ lufs: -16 }),
      declareReady: false,
    }),
  );
  expect(measures(master.file).integratedLufs).toBeCloseTo(-16, 0);
  expect(measures(master.file).truePeakDbtp).toBeLessThanOrEqual(-1);

  const stems = recipe!.strips.map(({ stemId, name }) => defaultMasterStem(stemId, name));
  const stemMaster = await versionOf(
    await requestMaster(artist, {
      ...kindOfSong(),
      versionId: mix.id,
      recipe: { ...defaultMasterRecipe({ lufs: -16 }), stems },
      declareReady: false,
    }),
  );
  expect(measures(stemMaster.file).integratedLufs).toBeCloseTo(-16, 0);
  expect(stemMaster.parentId).toBe(mix.id);

  await giveApproval(artist, { ...approve, versionId: master.id, fileSha256: master.file.sha256 });
  const { deliveryId, jobId } = await requestDelivery(artist, {
    ...kindOfSong(),
    versionId: master.id,
    formats: ['wav24', 'wav16_44', 'flac', 'mp3_320'],
    metadata: {},
  });
  await installation.reaches(jobId, 'succeeded', 60_000);
  const delivery = await installation.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
  const files = delivery.files as { name: string; format: string; sha256: string; truePeakDbtp: number }[];
  expect(files.map(({ format }) => format)).toEqual(['wav24', 'wav16_44', 'flac', 'mp3_320']);
  const zip = await buffer(await artist.storage.read(deliveryZipKey(deliveryId)));
  expect(BigInt(zip.length)).toBe(delivery.zipSizeBytes);
  for (const { name } of files) expect(zip.includes(Buffer.from(name))).toBe(true);
  // Stored, not deflated: who said yes stands in the report.
  expect(zip.includes(Buffer.from('"name": "Ada"'))).toBe(true);
  expect(delivery.files).toMatchObject([{ identical: true }, { identical: false }, { identical: true }, {}]);
}, 180_000);

test('a worker killed in a render: the next one makes the same bytes, once', async () => {
  const worker = await installation.startWorker();
  await bringStems([short[0]!, short[9]!]);
  const asked = await requestRoughMix(artist, kindOfSong());
  await expect
    .poll(async () => (await installation.db.job.findUniqueOrThrow({ where: { id: asked.jobId } })).state, {
      interval: 5,
      timeout: 20_000,
    })
    .toBe('running');
  worker.process.kill('SIGKILL');
  await installation.db.$executeRaw`UPDATE "Job" SET "heartbeatAt" = "heartbeatAt" - interval '1 minute'`;
  await installation.startWorker();
  const first = await versionOf(asked);
  expect(await installation.db.version.count({ where: { kind: 'rough' } })).toBe(1);
  // Asked with the same recipe as a mix, it is rendered again, by the worker that lived.
  const again = await versionOf(
    await requestMix(artist, { ...kindOfSong(), recipe: first.recipe as unknown as MixRecipe }),
  );
  expect(again.file.sha256).toBe(first.file.sha256);
}, 120_000);

test('a cancelled render ends with its processes within two seconds, and leaves no version', async () => {
  const worker = await installation.startWorker();
  await bringStems([short[0]!]);
  const asked = await requestRoughMix(artist, kindOfSong());
  await expect.poll(() => listDescendants(worker.process.pid!), { interval: 5, timeout: 20_000 }).not.toHaveLength(0);
  await cancelJob(artist, { jobId: asked.jobId });
  await expect.poll(() => listDescendants(worker.process.pid!), { interval: 10, timeout: 2_000 }).toHaveLength(0);
  await installation.reaches(asked.jobId, 'cancelled', 2_000);
  expect(await installation.db.version.count()).toBe(0);
}, 120_000);

test('an input that is gone from storage fails the render with a sentence', async () => {
  await installation.startWorker();
  await bringStems([short[0]!]);
  const { sha256 } = await installation.db.audioFile.findFirstOrThrow();
  await artist.storage.remove(originalKey(sha256));
  const asked = await requestRoughMix(artist, kindOfSong());
  await installation.reaches(asked.jobId, 'failed');
  const job = await installation.db.job.findUniqueOrThrow({ where: { id: asked.jobId } });
  expect(job).toMatchObject({ attempt: 1, failureMessage: expect.stringMatching(/^The bytes of this file .*\.$/) });
}, 120_000);

test('derived files are made again, byte for byte, by a command', async () => {
  await installation.startWorker();
  await bringStems([short[3]!]);
  const file = await installation.db.audioFile.findFirstOrThrow();
  const { peaksKey, segments } = file.derived as Derived;
  const hashOf = async (key: string) =>
    createHash('sha256')
      .update(await buffer(await artist.storage.read(key)))
      .digest('hex');
  const keys = [peaksKey, `${segments.keyPrefix}/00000.${segments.codec}`];
  const before = await Promise.all(keys.map(hashOf));
  for await (const { key } of artist.storage.list('derived/')) await artist.storage.remove(key);
  const script = fileURLToPath(new URL('commands/rebuild-derived.ts', import.meta.url));
  const env = { DATABASE_URL: installation.databaseUrl, DATA_DIR: installation.dataDir };
  const run = (...args: string[]) => promisify(execFile)(process.execPath, [script, ...args], { env });
  expect((await run('--file', file.id)).stdout).toContain(file.id);
  expect(await Promise.all(keys.map(hashOf))).toEqual(before);
  await expect(run()).rejects.toMatchObject({ code: 2 });
  await expect(run('--file', installation.song.id)).rejects.toMatchObject({ code: 1 });
}, 120_000);

/** Processes that a process started, and those that they started. */
async function listDescendants(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const parents = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const below = (parent: number): number[] =>
    parents.flatMap(([child = 0, itsParent]) => (itsParent === parent ? [child, ...below(child)] : []));
  return below(pid);
}
