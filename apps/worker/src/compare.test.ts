import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeDemoStems } from '@sweetspot/audio';
import { listComparisons } from '@sweetspot/core/comparisons/list-comparisons';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createTestInstallation, type TestInstallation } from './testing/create-test-installation.ts';

let folder: string;
let paths: string[];
let installation: TestInstallation;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sweetspot-compare-'));
  paths = writeDemoStems(folder, { song: 'glass-harbour', seconds: 6 }).map(({ path }) => path);
}, 60_000);
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  installation = await createTestInstallation();
}, 60_000);
afterEach(() => installation.end());

test('every version is compared with the one before it as soon as it can be heard', async () => {
  await installation.startWorker();
  const artist = installation.as({ kind: 'user', userId: installation.artist.id });
  const list = () => listComparisons(artist, { songId: installation.song.id });
  const addMix = async (path: string) => {
    const mix = await installation.upload(path, 'mix');
    const job = await installation.db.job.findFirstOrThrow({ where: { subjectId: mix.fileId, kind: 'ingest' } });
    await installation.reaches(job.id, 'succeeded');
    return mix;
  };
  const mix1 = await addMix(paths[0]!);
  expect(await list()).toEqual([]);

  const mix2 = await addMix(paths[0]!);
  const mix3 = await addMix(paths[4]!);
  const { jobId } = await installation.db.comparison.findFirstOrThrow({ where: { versionId: mix3.versionId! } });
  await installation.reaches(jobId, 'succeeded');
  await expect.poll(list).toMatchObject([
    {
      versionId: mix2.versionId,
      againstId: mix1.versionId,
      state: 'ready',
      result: {
        verdict: 'identical',
        sentence: 'Mix 2 is identical to Mix 1, sample for sample.',
        spans: [{ fromSample: 0, shiftSamples: 0 }],
      },
    },
    {
      versionId: mix3.versionId,
      againstId: mix2.versionId,
      state: 'ready',
      result: { verdict: 'unrelated', spans: [] },
    },
  ]);
}, 60_000);
