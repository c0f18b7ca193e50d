import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { music, writeWav } from '@sweetspot/audio/testing';
import type { Context } from '@sweetspot/core/context';
import { cancelJob } from '@sweetspot/core/jobs/cancel-job';
import { requestMaster } from '@sweetspot/core/renders/request-master';
import { originalKey } from '@sweetspot/core/storage/storage';
import { removeVersion } from '@sweetspot/core/versions/remove-version';
import {
  defaultMasterRecipe,
  fullMatch,
  type MasterRecipe,
  masterRecipeSchema,
  matchDistanceDb,
} from '@sweetspot/protocol/recipes';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestInstallation, type TestInstallation } from './testing/create-test-installation.ts';

let folder: string;
let mixPath: string;
let referencePath: string;
let installation: TestInstallation;
let artist: Context;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-match-'));
  const sound = music(20 * 48_000, 2, { level: 0.1 });
  mixPath = writeWav(join(folder, 'Mix.wav'), sound);
  referencePath = writeWav(join(folder, 'Tidemark.wav'), sound.map(duller));
});
/** Louder, and less of it towards the top. */
const duller = (plane: Float32Array): Float32Array => {
  let low = 0;
  return plane.map((value) => {
    low += 0.2 * (value - low);
    return 2 * low;
  });
};
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await createTestInstallation();
  artist = installation.as({ kind: 'user', userId: installation.artist.id });
});
afterEach(() => installation.end());

async function bring(path: string, purpose: 'mix' | 'reference') {
  const { fileId } = await installation.upload(path, purpose);
  const { id } = await installation.db.job.findFirstOrThrow({ where: { subjectId: fileId, kind: 'ingest' } });
  await installation.reaches(id, 'succeeded', 60_000);
  return installation.db.version.findUniqueOrThrow({ where: { fileId }, include: { file: true } });
}
const ask = (mixId: string, referenceId: string | null, recipe: MasterRecipe = defaultMasterRecipe({ lufs: -18 })) =>
  requestMaster(artist, {
    songId: installation.song.id,
    versionId: mixId,
    recipe,
    declareReady: true,
    ...(referenceId === null
      ? {}
      : { match: { references: [{ versionId: referenceId, weight: 1 }], intensity: fullMatch } }),
  });
const versionOf = async ({ renderId, jobId }: { renderId: string; jobId: string }) => {
  await installation.reaches(jobId, 'succeeded', 60_000);
  return installation.db.version.findUniqueOrThrow({ where: { renderId }, include: { file: true } });
};

test('a master comes near its reference, says what is left, and is made again to the bit without it', async () => {
  await installation.startWorker();
  const mix = await bring(mixPath, 'mix');
  const reference = await bring(referencePath, 'reference');
  const master = await versionOf(await ask(mix.id, reference.id));
  const recipe = masterRecipeSchema.parse(master.recipe);
  expect(recipe.match).toMatchObject({ references: [{ sha256: reference.file.sha256, name: reference.name }] });
  expect(recipe.toneCurve.enabled).toBe(true);
  expect(recipe.targetLufs).not.toBe(-18);
  const { found } = recipe.match!;
  expect(matchDistanceDb(found!, 'afterDb')!).toBeLessThan(matchDistanceDb(found!, 'beforeDb')! / 2);

  await removeVersion(artist, { versionId: reference.id });
  await artist.storage.remove(originalKey(reference.file.sha256));
  const again = await versionOf(await ask(mix.id, null, recipe));
  expect(again.file.sha256).toBe(master.file.sha256);
}, 120_000);

test('a match can be cancelled, and shows how far it is', async () => {
  await installation.startWorker();
  const mix = await bring(mixPath, 'mix');
  const reference = await bring(referencePath, 'reference');
  const { jobId } = await ask(mix.id, reference.id);
  const progress = async () => (await installation.db.job.findUniqueOrThrow({ where: { id: jobId } })).progress;
  await expect.poll(progress, { interval: 5, timeout: 30_000 }).toBeGreaterThan(0);
  await cancelJob(artist, { jobId });
  await installation.reaches(jobId, 'cancelled', 5_000);
  expect(await installation.db.version.count({ where: { kind: 'master' } })).toBe(0);
}, 120_000);

test('a reference that was removed, or whose bytes are gone, ends the master with a sentence', async () => {
  const worker = await installation.startWorker();
  const mix = await bring(mixPath, 'mix');
  const removed = await bring(referencePath, 'reference');
  const lost = await bring(writeWav(join(folder, 'Lost.wav'), music(6 * 48_000, 2)), 'reference');
  await worker.stop();
  const [first, second] = [await ask(mix.id, removed.id), await ask(mix.id, lost.id)];
  await removeVersion(artist, { versionId: removed.id });
  await artist.storage.remove(originalKey(lost.file.sha256));
  await installation.startWorker();
  const failureOf = async (jobId: string) => {
    await installation.reaches(jobId, 'failed', 30_000);
    return (await installation.db.job.findUniqueOrThrow({ where: { id: jobId } })).failureMessage;
  };
  expect(await failureOf(first.jobId)).toBe(`Reference: ${removed.name} was removed; ask for the master without it.`);
  expect(await failureOf(second.jobId)).toMatch(/^The bytes of this file .*\.$/);
}, 120_000);
