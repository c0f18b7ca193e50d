import { makeVersion } from '@sweetspot/prisma/seed';
import { defaultMasterRecipe, defaultMasterStem } from '@sweetspot/protocol/recipes';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { createQueue } from '../queue/create-queue.ts';
import type { WorkQueue } from '../queue/queue.ts';
import { originalKey } from '../storage/storage.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { inTransaction } from '../transaction.ts';
import { listOtherReferences } from '../versions/list-other-references.ts';
import { removeVersion } from '../versions/remove-version.ts';
import { getRenderOrder } from './get-render-order.ts';
import { publishRender } from './publish-render.ts';
import { requestMaster } from './request-master.ts';

const half = { tone: 0.5, width: 0.5, dynamics: 0.5, level: 0 };

let core: TestCore;
let queue: WorkQueue;
let cast: Awaited<ReturnType<typeof makeCast>>;
let reference: Awaited<ReturnType<typeof makeReference>>;
const as = (actor: Parameters<TestCore['as']>[0]): Context => ({ ...core.as(actor), queue });
const makeReference = (songId: string, more: Partial<Parameters<typeof makeVersion>[1]> = {}) =>
  makeVersion(core.db, { songId, kind: 'reference', name: 'Tidemark', file: { analysis: exampleAnalysis() }, ...more });

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
  reference = await makeReference(cast.song.id);
});

const recipe = defaultMasterRecipe();
const ask = (versionIds: string[], more: object = {}, actor: Parameters<TestCore['as']>[0] = cast.engineer) =>
  requestMaster(as(actor), {
    songId: cast.song.id,
    versionId: cast.mix2.id,
    recipe,
    declareReady: true,
    match: { references: versionIds.map((versionId) => ({ versionId, weight: 1 })), intensity: half },
    ...more,
  });

test('a master near a reference listens to it beside the mix, and its recipe says to what and how much', async () => {
  const other = await makeReference(cast.otherSong.id, { name: '' });
  const { renderId } = await ask([reference.id, other.id]);
  const order = await getRenderOrder(core.db, renderId);
  expect(order.sources).toEqual([{ id: cast.mix2.id, sha256: cast.mix2.file.sha256 }]);
  expect(order.references).toEqual([reference.file.sha256, other.file.sha256]);
  expect(order.recipe).toMatchObject({
    targetLufs: -14,
    match: {
      references: [
        { sha256: reference.file.sha256, name: 'Tidemark' },
        { sha256: other.file.sha256, name: 'Reference 1' },
      ],
      intensity: { tone: 0.5, width: 0.5, dynamics: 0.5, level: 0 },
      found: null,
    },
  });
  expect((await ask([reference.id, other.id])).renderId).toBe(renderId);
  const louder = {
    references: [
      { versionId: reference.id, weight: 1 },
      { versionId: other.id, weight: 3 },
    ],
    intensity: { ...half, width: 1, level: 0.5 },
  };
  const asked = await ask([], { match: louder });
  expect(asked.renderId).not.toBe(renderId);
  expect((await getRenderOrder(core.db, asked.renderId)).recipe).toMatchObject({
    match: { references: [{ weight: 1 }, { weight: 3 }], intensity: { tone: 0.5, width: 1, level: 0.5 } },
  });
});

test('the version is a child of its mix, and what was found needs no reference the next time', async () => {
  const { renderId } = await ask([reference.id]);
  const order = await getRenderOrder(core.db, renderId);
  if (order.recipe.kind !== 'master') throw new Error('a master was asked for');
  const found = { ...order.recipe, driveDb: 2, match: { ...order.recipe.match!, found: [] } };
  const ctx = as({ kind: 'worker' });
  await ctx.storage.putBytes(originalKey('cd'.repeat(32)), Buffer.from('master'));
  const { versionId } = await inTransaction(ctx, (tx) =>
    publishRender(tx, renderId, { sha256: 'cd'.repeat(32), sizeBytes: 6n, recipe: found, result: {} }),
  );
  expect(await core.db.version.findUniqueOrThrow({ where: { id: versionId } })).toMatchObject({
    kind: 'master',
    parentId: cast.mix2.id,
  });
  await removeVersion(as(cast.engineer), { versionId: reference.id });
  const again = await ask([], { recipe: found, match: undefined });
  expect(await getRenderOrder(core.db, again.renderId)).toMatchObject({ references: [], recipe: found });
});

test('the same record twice is listened to once', async () => {
  const copy = await makeReference(cast.otherSong.id, {
    file: { sha256: reference.file.sha256, analysis: exampleAnalysis() },
  });
  const { renderId } = await ask([reference.id, copy.id, reference.id]);
  expect((await getRenderOrder(core.db, renderId)).references).toEqual([reference.file.sha256]);
});

test('only references of this project, by who may hear them', async () => {
  const foreign = await makeReference(cast.foreignSong.id);
  await expectError(ask([foreign.id]), 'not_found');
  await expectError(ask([cast.mix1.id]), 'bad_input');
  await expectError(ask([reference.id], {}, cast.client), 'not_allowed');
  await expectError(ask([reference.id], {}, cast.stranger), 'not_found');
  // Somebody who has both projects does not carry a record from one into the other.
  await core.db.member.create({
    data: { projectId: cast.foreignProject.id, userId: cast.engineer.id, role: 'engineer' },
  });
  await expectError(ask([foreign.id]), 'bad_input');
});

test('what cannot be matched is said before anything is rendered', async () => {
  const measured = exampleAnalysis();
  const short = { ...measured, format: { ...measured.format, frames: 4 * 48_000 } };
  const refused = async (file: object) => {
    const version = await makeReference(cast.song.id, { name: 'Buoy', file });
    return (await expectError(ask([version.id]), 'conflict')).message;
  };
  expect(await refused({ analysis: short })).toBe('Reference: Buoy is shorter than 5 seconds; it cannot be matched.');
  expect(await refused({ analysis: exampleAnalysis({ integratedLufs: null }) })).toMatch(/is silent/);
  expect(await refused({ state: 'processing' })).toMatch(/cannot be heard yet/);
  const stems = ['Drums', 'Bass'].map((name) => defaultMasterStem(name, name));
  await expectError(ask([reference.id], { recipe: { ...recipe, stems } }), 'conflict');
  const unasked = { references: [{ sha256: 'ab', name: 'x', weight: 1 }], intensity: fullIntensity, found: null };
  await expectError(ask([], { match: undefined, recipe: { ...recipe, match: unasked } }), 'bad_input');
});
const fullIntensity = { tone: 1, level: 1, width: 1, dynamics: 1 };

test('a reference that was removed before its turn ends the render with its name', async () => {
  const { renderId } = await ask([reference.id]);
  await removeVersion(as(cast.engineer), { versionId: reference.id });
  const { message } = await expectError(getRenderOrder(core.db, renderId), 'gone');
  expect(message).toBe('Reference: Tidemark was removed; ask for the master without it.');
});

test('references of the other songs are offered, while they and their songs are there, to who may ask for a master', async () => {
  const songId = cast.song.id;
  const other = await makeReference(cast.otherSong.id);
  const removed = await makeReference(cast.otherSong.id, { number: 2 });
  await removeVersion(as(cast.engineer), { versionId: removed.id });
  const offered = await listOtherReferences(as(cast.engineer), { songId });
  expect(offered).toMatchObject([{ id: other.id, name: 'Tidemark', songTitle: cast.otherSong.title }]);
  await expectError(listOtherReferences(as(cast.client), { songId }), 'not_allowed');
  await expectError(listOtherReferences(as(cast.stranger), { songId }), 'not_found');
  await core.db.song.update({ where: { id: cast.otherSong.id }, data: { deletedAt: new Date() } });
  expect(await listOtherReferences(as(cast.engineer), { songId })).toEqual([]);
});
