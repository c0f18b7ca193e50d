import { randomUUID } from 'node:crypto';
import { makeApproval, makeDelivery, makeStem, makeVersion } from '@sweetspot/prisma/seed';
import {
  commonRate,
  defaultMasterRecipe,
  defaultMasterStem,
  defaultMixRecipe,
  type MixRecipe,
} from '@sweetspot/protocol/recipes';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { preflightDelivery } from '../deliveries/preflight-delivery.ts';
import { publishDelivery } from '../deliveries/publish-delivery.ts';
import { requestDelivery } from '../deliveries/request-delivery.ts';
import { suggestMetadata } from '../deliveries/suggest-metadata.ts';
import { createQueue } from '../queue/create-queue.ts';
import type { WorkQueue } from '../queue/queue.ts';
import { originalKey } from '../storage/storage.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { inTransaction } from '../transaction.ts';
import { fingerprint } from './fingerprint.ts';
import { getRenderOrder } from './get-render-order.ts';
import { publishRender } from './publish-render.ts';
import { requestMaster } from './request-master.ts';
import { requestMix } from './request-mix.ts';
import { requestRoughMix } from './request-rough-mix.ts';
import { fitRecipe, suggestRecipe } from './suggest-recipe.ts';

let core: TestCore;
let queue: WorkQueue;
let cast: Awaited<ReturnType<typeof makeCast>>;
let stems: Awaited<ReturnType<typeof makeStem>>[];
let recipe: MixRecipe;
const as = (actor: Parameters<TestCore['as']>[0]): Context => ({ ...core.as(actor), queue });

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
  stems = [];
  for (const name of ['Kick', 'Bass', 'Lead Vocal']) {
    stems.push(await makeStem(core.db, { songId: cast.song.id, name, file: { analysis: exampleAnalysis() } }));
  }
  recipe = defaultMixRecipe(
    48_000,
    stems.map(({ id, name }) => ({ stemId: id, name })),
  );
});

const sha = 'cd'.repeat(32);
async function publish(renderId: string): Promise<{ versionId: string; fileId: string }> {
  const ctx = as({ kind: 'worker' });
  await ctx.storage.putBytes(originalKey(sha), Buffer.from('mix'));
  const { recipe } = await getRenderOrder(core.db, renderId);
  return inTransaction(ctx, (tx) =>
    publishRender(tx, renderId, { sha256: sha, sizeBytes: 3n, recipe, result: { printGainDb: -1 } }),
  );
}
const succeed = (jobId: string) => core.db.job.update({ where: { id: jobId }, data: { state: 'succeeded' } });

describe('a mix', () => {
  test('becomes the next version, with its recipe, its parent and a file to be read', async () => {
    const ctx = as(cast.engineer);
    const asked = await requestMix(ctx, { songId: cast.song.id, recipe, name: 'Louder' });
    const { versionId, fileId } = await publish(asked.renderId);
    const version = await core.db.version.findUniqueOrThrow({ where: { id: versionId }, include: { file: true } });
    expect(version).toMatchObject({
      kind: 'mix',
      number: 3,
      name: 'Louder',
      parentId: cast.mix2.id,
      createdById: cast.engineer.id,
      renderId: asked.renderId,
      file: { state: 'processing', originalName: 'Harbour - Mix 3.wav', sha256: sha },
    });
    expect(version.recipe).toEqual(JSON.parse(JSON.stringify(recipe)));
    expect(await core.db.job.count({ where: { subjectId: fileId, kind: 'ingest', state: 'queued' } })).toBe(1);
  });

  test('of the same recipe and stems is asked for once, until its version is removed', async () => {
    const ctx = as(cast.engineer);
    const answers = await Promise.all(
      Array.from({ length: 4 }, () => requestMix(ctx, { songId: cast.song.id, recipe })),
    );
    expect(new Set(answers.map(({ renderId }) => renderId)).size).toBe(1);
    const [asked] = answers;
    await succeed(asked!.jobId);
    const { versionId } = await publish(asked!.renderId);
    expect(await requestMix(ctx, { songId: cast.song.id, recipe })).toMatchObject({ versionId });
    const other = { ...recipe, bus: { ...recipe.bus, gainDb: 1 } };
    expect((await requestMix(ctx, { songId: cast.song.id, recipe: other })).renderId).not.toBe(asked!.renderId);
    await core.db.version.update({ where: { id: versionId }, data: { removedAt: new Date() } });
    expect(await requestMix(ctx, { songId: cast.song.id, recipe })).toMatchObject({ versionId: null });
  });

  test('that failed is asked for anew', async () => {
    const ctx = as(cast.engineer);
    const first = await requestMix(ctx, { songId: cast.song.id, recipe });
    await core.db.job.update({ where: { id: first.jobId }, data: { state: 'failed' } });
    expect((await requestMix(ctx, { songId: cast.song.id, recipe })).renderId).not.toBe(first.renderId);
  });

  test('names only stems of its own song that can be heard', async () => {
    const foreign = await makeStem(core.db, { songId: cast.foreignSong.id, file: { analysis: exampleAnalysis() } });
    const stolen = defaultMixRecipe(48_000, [{ stemId: foreign.id, name: 'Stolen' }]);
    await expectError(requestMix(as(cast.engineer), { songId: cast.song.id, recipe: stolen }), 'conflict');
    await core.db.audioFile.update({ where: { id: stems[0]!.fileId }, data: { state: 'processing' } });
    await expectError(requestMix(as(cast.engineer), { songId: cast.song.id, recipe }), 'conflict');
  });

  test('is for the team', async () => {
    await expectError(requestMix(as(cast.client), { songId: cast.song.id, recipe }), 'not_allowed');
    await expectError(requestMix(as(cast.stranger), { songId: cast.song.id, recipe }), 'not_found');
  });

  test('cannot be published when its bytes were never stored', async () => {
    const { renderId } = await requestMix(as(cast.engineer), { songId: cast.song.id, recipe });
    await expectError(
      inTransaction(as({ kind: 'worker' }), (tx) =>
        publishRender(tx, renderId, { sha256: 'ef'.repeat(32), sizeBytes: 3n, recipe, result: {} }),
      ),
      'unavailable',
    );
    expect(await core.db.version.count({ where: { renderId } })).toBe(0);
  });
});

test('a render whose inputs were freed meanwhile is not made, and says why', async () => {
  const { renderId } = await requestMix(as(cast.engineer), { songId: cast.song.id, recipe });
  expect((await getRenderOrder(core.db, renderId)).sources).toHaveLength(3);
  await core.db.audioFile.update({ where: { id: stems[1]!.fileId }, data: { freedAt: new Date() } });
  const refused = await expectError(getRenderOrder(core.db, renderId), 'gone');
  expect(refused.message).toContain('were removed long ago');
});

test('a rough mix needs stems, and its recipe says why it is as it is', async () => {
  const { renderId } = await requestRoughMix(as(cast.artist), { songId: cast.song.id });
  const { recipe } = await getRenderOrder(core.db, renderId);
  expect(recipe.kind === 'mix' && recipe.strips.map(({ stemId }) => stemId)).toEqual(stems.map(({ id }) => id));
  expect(recipe.reason).toMatch(/loudness/);
  // A stem that somebody gave another role than its name says.
  await core.db.stem.update({ where: { id: stems[0]!.id }, data: { role: 'leadVocal' } });
  const corrected = await getRenderOrder(
    core.db,
    (await requestRoughMix(as(cast.artist), { songId: cast.song.id })).renderId,
  );
  expect(corrected.recipe.kind === 'mix' && corrected.recipe.strips[0]?.reason).toMatch(/^Lead vocal, as chosen/);
  await expectError(requestRoughMix(as(cast.artist), { songId: cast.otherSong.id }), 'conflict');
});

describe('the recipe to start from', () => {
  test('is the newest mix fitted to the stems that are there', async () => {
    const ctx = as(cast.engineer);
    expect((await suggestRecipe(ctx, { songId: cast.song.id }))?.strips).toHaveLength(3);
    expect(await suggestRecipe(ctx, { songId: cast.otherSong.id })).toBeNull();
    const louder = { ...recipe, strips: recipe.strips.map((strip) => ({ ...strip, faderDb: 3 })) };
    await publish((await requestMix(ctx, { songId: cast.song.id, recipe: louder })).renderId);
    await core.db.stem.update({ where: { id: stems[0]!.id }, data: { removedAt: new Date() } });
    const added = await makeStem(core.db, { songId: cast.song.id, name: 'Tambourine' });
    const suggested = await suggestRecipe(ctx, { songId: cast.song.id });
    expect(suggested?.strips.map(({ stemId, faderDb }) => [stemId, faderDb])).toEqual([
      [stems[1]!.id, 3],
      [stems[2]!.id, 3],
      [added.id, 0],
    ]);
  });

  test('takes over the names that stems have now', () => {
    const fitted = fitRecipe(recipe, [{ stemId: stems[0]!.id, name: 'Kick in' }]);
    expect(fitted.strips.map(({ name }) => name)).toEqual(['Kick in']);
  });

  test('has the rate that most stems have', () => {
    expect(commonRate([44_100, 48_000, 44_100])).toBe(44_100);
    expect(commonRate([44_100, 96_000])).toBe(96_000);
    expect(commonRate([])).toBe(48_000);
  });
});

test('a fingerprint does not depend on the order of keys, and depends on everything else', () => {
  const inputs = [{ stemId: randomUUID(), sha256: sha }];
  const question = { kind: 'mix', recipe, inputs, engine: 'one' } as const;
  const turned = Object.fromEntries(Object.entries(recipe).reverse()) as MixRecipe;
  expect(fingerprint({ ...question, recipe: turned })).toBe(fingerprint(question));
  const others = [
    { ...question, engine: 'two' },
    { ...question, kind: 'rough' as const },
    { ...question, inputs: [] },
    { ...question, recipe: { ...recipe, sampleRate: 44_100 } },
  ];
  expect(new Set([question, ...others].map(fingerprint)).size).toBe(5);
});

describe('a master', () => {
  const master = defaultMasterRecipe();
  const ask = (more: object = {}) =>
    requestMaster(as(cast.engineer), {
      songId: cast.song.id,
      versionId: cast.mix2.id,
      recipe: master,
      declareReady: false,
      ...more,
    });
  const approve = (decision: 'approved' | 'rejected', fileSha256 = cast.mix2.file.sha256) =>
    makeApproval(core.db, { versionId: cast.mix2.id, userId: cast.artist.id, decision, fileSha256 });

  test('is made of a mix that was approved, with that mix as its parent', async () => {
    await expectError(ask(), 'conflict');
    await approve('approved');
    const { versionId } = await publish((await ask()).renderId);
    expect(await core.db.version.findUniqueOrThrow({ where: { id: versionId } })).toMatchObject({
      kind: 'master',
      number: 1,
      parentId: cast.mix2.id,
    });
  });

  test('of stems reads them beside the mix it stands for', async () => {
    const named = stems.map(({ id, name }) => defaultMasterStem(id, name));
    await approve('approved');
    const { renderId } = await ask({ recipe: { ...master, stems: named } });
    const { inputs } = await core.db.render.findUniqueOrThrow({ where: { id: renderId } });
    expect(inputs).toMatchObject([{ versionId: cast.mix2.id }, ...stems.map(({ id }) => ({ stemId: id }))]);
    const lost = [...named.slice(1), defaultMasterStem(randomUUID(), 'Choir')];
    await expectError(ask({ recipe: { ...master, stems: lost } }), 'conflict');
  });

  test('of a mix that somebody declared ready is written down', async () => {
    await ask({ declareReady: true });
    expect(await core.db.auditEntry.findFirst({ where: { action: 'mix.declared-ready' } })).toMatchObject({
      subjectId: cast.mix2.id,
    });
  });

  test('is not made of a mix that was turned down, or approved as another file', async () => {
    await approve('approved', 'ab'.repeat(32));
    await expectError(ask(), 'conflict');
    await approve('rejected');
    await expectError(ask({ declareReady: true }), 'conflict');
  });

  test('is not made of a mix of another song', async () => {
    await expectError(ask({ versionId: cast.otherMix.id, declareReady: true }), 'bad_input');
    await expectError(ask({ versionId: cast.foreignMix.id, declareReady: true }), 'not_found');
  });
});

describe('a delivery', () => {
  const formats = ['wav24', 'mp3_320'] as ('wav24' | 'mp3_320')[];
  const outcome = { zipKey: 'deliveries/x.zip', zipSizeBytes: 10n, files: [] };
  async function approvedMaster() {
    const version = await makeVersion(core.db, {
      songId: cast.song.id,
      kind: 'master',
      file: { analysis: exampleAnalysis({ truePeakDbtp: -0.3 }) },
    });
    const approval = await makeApproval(core.db, {
      versionId: version.id,
      userId: cast.artist.id,
      decision: 'approved',
      fileSha256: version.file.sha256,
    });
    return { version, approval };
  }

  test('is made of an approved master alone; preflight says what a shop may not like', async () => {
    const ctx = as(cast.engineer);
    const notApproved = { songId: cast.song.id, versionId: cast.mix2.id };
    expect(await preflightDelivery(ctx, notApproved)).toMatchObject({
      mayDeliver: false,
      findings: [{ code: 'not_approved', severity: 'blocks' }],
    });
    await expectError(requestDelivery(ctx, { ...notApproved, formats, metadata: {} }), 'conflict');
    const { version } = await approvedMaster();
    const { mayDeliver, findings } = await preflightDelivery(ctx, { songId: cast.song.id, versionId: version.id });
    expect(mayDeliver).toBe(true);
    expect(findings).toContainEqual({
      code: 'true_peak',
      severity: 'warns',
      message: 'The true peak is −0.3 dBTP; streaming services ask for −1 or less.',
      mend: 'version',
    });
    expect(findings.filter(({ severity }) => severity === 'blocks')).toEqual([]);
  });

  test('is refused for what a shop would refuse of its tags, in a sentence', async () => {
    const { version } = await approvedMaster();
    const asked = { songId: cast.song.id, versionId: version.id, formats };
    const { mayDeliver, findings } = await preflightDelivery(as(cast.engineer), {
      ...asked,
      metadata: { upc: '4006381333932', trackNumber: 3, trackTotal: 2 },
    });
    expect(mayDeliver).toBe(false);
    expect(findings.filter(({ severity }) => severity === 'blocks').map(({ code }) => code)).toEqual([
      'wrong_upc',
      'beyond_total',
    ]);
    const wrong = { ...asked, metadata: { trackNumber: 3, trackTotal: 2 } };
    await expectError(requestDelivery(as(cast.engineer), wrong), 'conflict');
  });

  test('is compared with other songs of the release, and not for guests of this one', async () => {
    const { version } = await approvedMaster();
    const elsewhere = { title: 'Lighthouse', isrc: 'SEABC2600001', upc: '4006381333931', album: 'Tides' };
    const { id } = await makeDelivery(core.db, { versionId: cast.otherMix.id, metadata: elsewhere });
    const asked = { songId: cast.song.id, versionId: version.id, metadata: { isrc: elsewhere.isrc, upc: '' } };
    const heard = async (who: Parameters<typeof as>[0]) =>
      (await preflightDelivery(as(who), asked)).findings.map(({ message }) => message).join(' ');
    expect(await heard(cast.client)).toMatch(/Lighthouse.*4006381333931/s);
    expect(await heard(cast.guest)).not.toMatch(/Lighthouse|4006381333931/);
    await core.db.delivery.delete({ where: { id } });
  });

  test('takes what the release has in common from what was delivered before', async () => {
    const { version } = await approvedMaster();
    const release = { upc: '4006381333931', year: 2026, pLine: '2026 Lowtide' };
    const asked = { songId: cast.song.id, versionId: version.id, formats };
    const { deliveryId } = await requestDelivery(as(cast.engineer), {
      ...asked,
      metadata: { ...release, isrc: 'SE-ABC-26-00001', albumArtist: '' },
    });
    await inTransaction(as({ kind: 'worker' }), (tx) => publishDelivery(tx, deliveryId, outcome));
    const { suggested: same } = await suggestMetadata(as(cast.engineer), { songId: cast.song.id });
    expect(same).toMatchObject({ ...release, title: cast.song.title, isrc: 'SEABC2600001', trackNumber: 1 });
    const { suggested: other } = await suggestMetadata(as(cast.engineer), { songId: cast.otherSong.id });
    expect(other).toMatchObject({ ...release, title: cast.otherSong.title, trackNumber: 2 });
    expect(other).not.toHaveProperty('isrc');
  });

  test('is published with title, artist and album filled in, and told to everyone', async () => {
    const { version } = await approvedMaster();
    const input = { songId: cast.song.id, versionId: version.id, formats, metadata: { title: 'Harbour (Radio)' } };
    const { deliveryId } = await requestDelivery(as(cast.engineer), input);
    await inTransaction(as({ kind: 'worker' }), (tx) => publishDelivery(tx, deliveryId, outcome));
    expect(await core.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } })).toMatchObject({
      fileSha256: version.file.sha256,
      zipKey: outcome.zipKey,
      metadata: { title: 'Harbour (Radio)', artist: 'The Examples', album: 'Tides' },
    });
    const told = await core.db.projectEvent.findMany({ where: { type: 'delivery.ready', songId: cast.song.id } });
    expect(told).toMatchObject([{ payload: { versionId: version.id } }]);
  });

  test('is thrown away when the approval was withdrawn while it was made', async () => {
    const { version, approval } = await approvedMaster();
    const input = { songId: cast.song.id, versionId: version.id, formats, metadata: {} };
    const { deliveryId } = await requestDelivery(as(cast.engineer), input);
    await core.db.approval.update({ where: { id: approval.id }, data: { withdrawnAt: new Date() } });
    await expectError(
      inTransaction(as({ kind: 'worker' }), (tx) => publishDelivery(tx, deliveryId, outcome)),
      'conflict',
    );
    expect((await core.db.delivery.findUniqueOrThrow({ where: { id: deliveryId } })).zipKey).toBeNull();
  });
});
