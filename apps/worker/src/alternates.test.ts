import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type DemoStem, writeDemoStems } from '@sweetspot/audio';
import { giveApproval } from '@sweetspot/core/approvals/give-approval';
import type { Context } from '@sweetspot/core/context';
import { requestDelivery } from '@sweetspot/core/deliveries/request-delivery';
import { cancelJob } from '@sweetspot/core/jobs/cancel-job';
import { requestMaster } from '@sweetspot/core/renders/request-master';
import { requestMix } from '@sweetspot/core/renders/request-mix';
import { suggestRecipe } from '@sweetspot/core/renders/suggest-recipe';
import { deliveryZipKey, originalKey } from '@sweetspot/core/storage/storage';
import type { AlternateKind, DeliveryFile } from '@sweetspot/protocol';
import { defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestInstallation, type TestInstallation } from './testing/create-test-installation.ts';

let folder: string;
let material: DemoStem[];
let installation: TestInstallation;
let artist: Context;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-alternates-'));
  material = writeDemoStems(folder, { song: 'glass-harbour', seconds: 8 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await createTestInstallation();
  artist = installation.as({ kind: 'user', userId: installation.artist.id });
});
afterEach(() => installation.end());

const songId = () => installation.song.id;
async function fileIsReady(fileId: string): Promise<void> {
  const { id } = await installation.db.job.findFirstOrThrow({ where: { subjectId: fileId, kind: 'ingest' } });
  await installation.reaches(id, 'succeeded', 60_000);
}
async function versionOf({ renderId, jobId }: { renderId: string; jobId: string }) {
  await installation.reaches(jobId, 'succeeded', 60_000);
  const version = await installation.db.version.findUniqueOrThrow({ where: { renderId }, include: { file: true } });
  await fileIsReady(version.fileId);
  return version;
}
/** An approved master of a mix of drums, bass and a voice. */
async function approvedMaster() {
  const added = [];
  for (const at of [0, 4, 9]) added.push(await installation.upload(material[at]!.path, 'stem'));
  for (const { fileId } of added) await fileIsReady(fileId);
  const recipe = (await suggestRecipe(artist, { songId: songId() }))!;
  const mix = await versionOf(await requestMix(artist, { songId: songId(), recipe }));
  const asked = { songId: songId(), versionId: mix.id, recipe: defaultMasterRecipe({ lufs: -16 }), declareReady: true };
  const master = await versionOf(await requestMaster(artist, asked));
  const approval = { versionId: master.id, fileSha256: master.file.sha256, decision: 'approved', note: '' } as const;
  await giveApproval(artist, approval);
  return master;
}
const deliver = (versionId: string, alternates: AlternateKind[]) =>
  requestDelivery(artist, {
    songId: songId(),
    versionId,
    formats: ['wav24'],
    metadata: { title: 'Boats' },
    alternates,
  });

test('alternates are made from the stems and packed with the files, with their stems and checksums', async () => {
  await installation.startWorker();
  const master = await approvedMaster();
  const { deliveryId, jobId } = await deliver(master.id, ['instrumental', 'a_cappella']);
  await installation.reaches(jobId, 'succeeded', 90_000);
  const delivery = await installation.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
  const files = delivery.files as DeliveryFile[];
  expect(files.map(({ name, alternate, heard, warnings }) => ({ name, alternate, heard, warnings }))).toEqual([
    { name: 'The Examples - Boats (24 bit).wav', warnings: [] },
    {
      name: 'The Examples - Boats (Instrumental).wav',
      alternate: 'instrumental',
      heard: ['01 Kick', '05 Bass'],
      warnings: [],
    },
    {
      name: 'The Examples - Boats (A Cappella).wav',
      alternate: 'a_cappella',
      heard: ['10 Lead Vocal'],
      warnings: [],
    },
  ]);
  for (const { truePeakDbtp } of files) expect(truePeakDbtp).toBeLessThanOrEqual(-1);
  const zip = await buffer(await artist.storage.read(deliveryZipKey(deliveryId)));
  for (const { name, sha256 } of files) expect(zip.includes(Buffer.from(`${sha256}  ${name}\n`))).toBe(true);
}, 180_000);

test('of a mix that was uploaded the master is made without its limiter', async () => {
  await installation.startWorker();
  const { fileId } = await installation.upload(material[4]!.path, 'mix');
  await fileIsReady(fileId);
  const mix = await installation.db.version.findUniqueOrThrow({ where: { fileId } });
  const recipe = defaultMasterRecipe({ lufs: -8 });
  const asked = { songId: songId(), versionId: mix.id, recipe, declareReady: true };
  const master = await versionOf(await requestMaster(artist, asked));
  const approval = { versionId: master.id, fileSha256: master.file.sha256, decision: 'approved', note: '' } as const;
  await giveApproval(artist, approval);
  const { deliveryId, jobId } = await deliver(master.id, ['no_limiter']);
  await installation.reaches(jobId, 'succeeded', 90_000);
  const delivery = await installation.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } });
  const [, free] = delivery.files as DeliveryFile[];
  expect(free).toMatchObject({ alternate: 'no_limiter', heard: ['Mix 1'], format: 'wav32f' });
  expect(free!.truePeakDbtp).toBeGreaterThan(-1);
}, 120_000);

test('a delivery with alternates is cancelled, and fails with a sentence when a stem is gone', async () => {
  await installation.startWorker();
  const master = await approvedMaster();
  const first = await deliver(master.id, ['instrumental', 'tv', 'no_limiter']);
  const progress = async () => (await installation.db.job.findUniqueOrThrow({ where: { id: first.jobId } })).progress;
  await expect.poll(progress, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0);
  await cancelJob(artist, { jobId: first.jobId });
  await installation.reaches(first.jobId, 'cancelled', 5_000);

  const stem = await installation.db.stem.findFirstOrThrow({ include: { file: true } });
  await artist.storage.remove(originalKey(stem.file.sha256));
  const second = await deliver(master.id, ['tv']);
  await installation.reaches(second.jobId, 'failed', 30_000);
  const job = await installation.db.job.findUniqueOrThrow({ where: { id: second.jobId } });
  expect(job.failureMessage).toMatch(/^The bytes of this file .*\.$/);
  expect(await installation.db.delivery.count({ where: { zipKey: { not: null } } })).toBe(0);
}, 180_000);
