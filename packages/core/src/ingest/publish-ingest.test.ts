import { makeStem, makeVersion } from '@sweetspot/prisma/seed';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createQueue } from '../queue/create-queue.ts';
import type { WorkQueue } from '../queue/queue.ts';
import { removeStem } from '../stems/remove-stem.ts';
import { updateStem } from '../stems/update-stem.ts';
import { createTestCore, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { exampleDerived } from '../testing/example-derived.ts';
import { inTransaction } from '../transaction.ts';
import { removeVersion } from '../versions/remove-version.ts';
import { publishIngest } from './publish-ingest.ts';

let core: TestCore;
let queue: WorkQueue;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  queue = await createQueue({ databaseUrl: core.databaseUrl, log: pino({ level: 'silent' }) });
});
afterAll(async () => {
  await queue.stop();
  await core.end();
});
beforeEach(async () => {
  cast = await makeCast(core.db);
});

const derived = exampleDerived('ab'.repeat(32), 36);
function publish(fileId: string, spectralCentroidHz: number): Promise<void> {
  const analysis = exampleAnalysis();
  const activity = { ...analysis.activity, spectralCentroidHz };
  return inTransaction({ ...core.as({ kind: 'worker' }), queue }, (tx) =>
    publishIngest(tx, fileId, { analysis: { ...analysis, activity }, derived }),
  );
}
const processing = { state: 'processing', analysis: undefined } as const;
const roleOf = async (id: string) => (await core.db.stem.findUniqueOrThrow({ where: { id } })).role;
const eventsOf = async (type: string) => core.db.projectEvent.count({ where: { projectId: cast.project.id, type } });

describe('the role of a stem', () => {
  const dark = 80;

  test('follows its sound and its name while nobody has chosen one', async () => {
    const stem = await makeStem(core.db, { songId: cast.song.id, name: 'Moog 2', role: 'synth', file: processing });
    await publish(stem.fileId, dark);
    expect(await roleOf(stem.id)).toBe('bass');
    await updateStem(core.as(cast.engineer), { stemId: stem.id, name: 'Kick in' });
    expect(await roleOf(stem.id)).toBe('kick');
  });

  test('stays as somebody chose it', async () => {
    const stem = await makeStem(core.db, { songId: cast.song.id, name: 'Audio 12', file: processing });
    await updateStem(core.as(cast.engineer), { stemId: stem.id, role: 'guitar' });
    await publish(stem.fileId, dark);
    expect(await roleOf(stem.id)).toBe('guitar');
    await updateStem(core.as(cast.engineer), { stemId: stem.id, name: 'Kick' });
    expect(await roleOf(stem.id)).toBe('guitar');
  });
});

test('what was removed while it was read is read, and nobody is told', async () => {
  const stem = await makeStem(core.db, { songId: cast.song.id, file: processing });
  const mix = await makeVersion(core.db, { songId: cast.song.id, file: processing });
  const kept = await makeVersion(core.db, { songId: cast.song.id, createdById: cast.engineer.id, file: processing });
  await removeStem(core.as(cast.engineer), { stemId: stem.id });
  await removeVersion(core.as(cast.engineer), { versionId: mix.id });
  for (const { fileId } of [stem, mix, kept]) await publish(fileId, 1_000);
  expect(await core.db.audioFile.count({ where: { id: stem.fileId, state: 'ready' } })).toBe(1);
  expect(await eventsOf('stem.ready')).toBe(0);
  expect(await eventsOf('version.ready')).toBe(1);
  const told = await core.db.notification.findMany({ where: { projectId: cast.project.id, type: 'version.ready' } });
  expect(told.map(({ userId }) => userId).toSorted()).toEqual([cast.artist.id, cast.client.id].toSorted());
});
