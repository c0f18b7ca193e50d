import { engineVersion } from '@sweetspot/dsp';
import { makeApproval, makeJob, makeStem, makeVersion } from '@sweetspot/prisma/seed';
import {
  defaultMasterRecipe,
  defaultMasterStem,
  defaultMixRecipe,
  type MasterRecipe,
  type MixRecipe,
} from '@sweetspot/protocol/recipes';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Context } from '../context.ts';
import { createQueue } from '../queue/create-queue.ts';
import type { WorkQueue } from '../queue/queue.ts';
import type { RenderInputs } from '../renders/fingerprint.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { findAlternateSources } from './find-alternate-sources.ts';
import { getDeliveryOrder } from './get-delivery-order.ts';
import { preflightDelivery } from './preflight-delivery.ts';
import { requestDelivery } from './request-delivery.ts';

let core: TestCore;
let queue: WorkQueue;
let cast: Awaited<ReturnType<typeof makeCast>>;
let stems: Awaited<ReturnType<typeof makeStem>>[];
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
  for (const [name, role] of [
    ['Drums', 'drums'],
    ['Take 4', 'leadVocal'],
    ['Choir', 'backingVocal'],
  ] as const) {
    stems.push(await makeStem(core.db, { songId: cast.song.id, name, role, file: { analysis: exampleAnalysis() } }));
  }
});

/** A version as a render leaves it. */
async function rendered(kind: 'mix' | 'master', recipe: MixRecipe | MasterRecipe, inputs: RenderInputs) {
  const job = await makeJob(core.db, { songId: cast.song.id, kind: 'render', label: kind, state: 'succeeded' });
  const render = await core.db.render.create({
    data: { songId: cast.song.id, kind, recipe, inputs, fingerprint: job.id, engine: 'e1', jobId: job.id },
  });
  return makeVersion(core.db, {
    songId: cast.song.id,
    kind,
    recipe,
    renderId: render.id,
    file: { analysis: exampleAnalysis() },
  });
}
const stemInputs = () => stems.map(({ id, file }) => ({ stemId: id, sha256: file.sha256 }));
const mixRecipe = () =>
  defaultMixRecipe(
    48_000,
    stems.map(({ id, name }) => ({ stemId: id, name })),
  );
const chain: MasterRecipe = { ...defaultMasterRecipe(), driveDb: 3 };
async function masterOf(mix: Awaited<ReturnType<typeof makeVersion>>) {
  const master = await rendered('master', chain, [{ versionId: mix.id, sha256: mix.file.sha256 }]);
  await makeApproval(core.db, { versionId: master.id, userId: cast.artist.id, fileSha256: master.file.sha256 });
  return master;
}
const mixedHere = () => rendered('mix', mixRecipe(), stemInputs());
const ask = (versionId: string, alternates: ('instrumental' | 'a_cappella' | 'tv' | 'no_limiter')[]) => ({
  songId: cast.song.id,
  versionId,
  formats: ['wav24' as const],
  alternates,
});
const reasonFor = async (versionId: string) => {
  const { alternates, findings, mayDeliver } = await preflightDelivery(
    as(cast.engineer),
    ask(versionId, ['instrumental']),
  );
  expect(mayDeliver).toBe(false);
  const said = findings.find(({ mend }) => mend === 'alternates')?.message;
  if (alternates && 'reason' in alternates) expect(alternates.reason).toBe(said);
  return said;
};

test('alternates of a master that was mixed here of stems, by the roles that somebody chose', async () => {
  const mix = await mixedHere();
  const master = await masterOf(mix);
  const { alternates, mayDeliver } = await preflightDelivery(as(cast.engineer), ask(master.id, ['instrumental', 'tv']));
  expect(mayDeliver).toBe(true);
  expect(alternates).toMatchObject([
    { kind: 'instrumental', heard: ['Drums'], left: ['Take 4', 'Choir'], refusal: null },
    { kind: 'a_cappella', heard: ['Take 4', 'Choir'], refusal: null },
    { kind: 'tv', heard: ['Drums', 'Choir'], left: ['Take 4'], refusal: null },
    { kind: 'no_limiter', refusal: null },
  ]);
  const { deliveryId } = await requestDelivery(as(cast.engineer), ask(master.id, ['instrumental', 'tv']));
  // The mix, its stems and their rows may be removed meanwhile: what was mixed is still there.
  await core.db.version.update({ where: { id: mix.id }, data: { removedAt: new Date() } });
  await core.db.stem.update({ where: { id: stems[0]!.id }, data: { removedAt: new Date() } });
  expect((await getDeliveryOrder(core.db, deliveryId)).alternates).toMatchObject({
    kinds: ['instrumental', 'tv'],
    sources: {
      mixSha256: mix.file.sha256,
      master: { driveDb: 3 },
      stems: stems.map(({ id, file }) => ({ id, sha256: file.sha256 })),
    },
  });
  const plain = await requestDelivery(as(cast.engineer), ask(master.id, []));
  expect((await getDeliveryOrder(core.db, plain.deliveryId)).alternates).toBeNull();
});

test('what this engine said of the mix is known; what another one said is found out anew', async () => {
  const master = await masterOf(await mixedHere());
  const wholeOf = async () => {
    const sources = await findAlternateSources(core.db, master.id);
    return 'whole' in sources ? sources.whole : sources.reason;
  };
  expect(await wholeOf()).toBeUndefined();
  const result = { frames: 96_000, sampleRate: 48_000, printGainDb: -2 };
  await core.db.render.updateMany({ where: { songId: cast.song.id }, data: { result } });
  expect(await wholeOf()).toBeUndefined();
  await core.db.render.updateMany({ where: { songId: cast.song.id }, data: { engine: engineVersion } });
  expect(await wholeOf()).toEqual(result);
});

test('of a stem master they are made of its stems', async () => {
  const named = stems.map(({ id, name }) => defaultMasterStem(id, name));
  const inputs = [{ versionId: cast.mix2.id, sha256: cast.mix2.file.sha256 }, ...stemInputs()];
  const master = await rendered('master', { ...chain, stems: named }, inputs);
  const { alternates } = await preflightDelivery(as(cast.engineer), ask(master.id, []));
  expect(alternates).toMatchObject([{ kind: 'instrumental', heard: ['Drums'], refusal: null }, {}, {}, {}]);
});

test('why there can be none is said', async () => {
  expect(await reasonFor(cast.mix2.id)).toBe('Alternates are made of a master, and Mix 2 is none.');
  const uploaded = await makeVersion(core.db, { songId: cast.song.id, kind: 'master' });
  expect(await reasonFor(uploaded.id)).toBe(
    'Master 1 was uploaded as a file; alternates that leave something out need a mix that was made here of stems.',
  );
  expect(await reasonFor((await masterOf(cast.mix2)).id)).toBe(
    'Mix 2, which Master 2 was made of, was uploaded as a file; alternates that leave something out need a mix that was made here of stems.',
  );
  const master = await masterOf(await mixedHere());
  await core.db.audioFile.update({ where: { id: stems[2]!.fileId }, data: { freedAt: new Date() } });
  expect(await reasonFor(master.id)).toBe('The stem “Choir” was removed long ago, and its file with it.');
});

test('without its limiter a master is made also of a mix that is there as a file alone', async () => {
  const uploaded = await masterOf(cast.mix2);
  const mix = await mixedHere();
  const stemless = await masterOf(mix);
  await core.db.audioFile.update({ where: { id: stems[2]!.fileId }, data: { freedAt: new Date() } });
  for (const [master, { file }] of [
    [uploaded, cast.mix2],
    [stemless, mix],
  ] as const) {
    const { alternates, mayDeliver } = await preflightDelivery(as(cast.engineer), ask(master.id, ['no_limiter']));
    expect(mayDeliver).toBe(true);
    expect(alternates).toMatchObject([
      { kind: 'instrumental', refusal: expect.stringMatching(/as a file|removed long ago/) },
      { kind: 'a_cappella', refusal: expect.any(String) },
      { kind: 'tv', refusal: expect.any(String) },
      { kind: 'no_limiter', refusal: null },
    ]);
    const { deliveryId } = await requestDelivery(as(cast.engineer), ask(master.id, ['no_limiter']));
    expect((await getDeliveryOrder(core.db, deliveryId)).alternates).toMatchObject({
      sources: { mix: null, stems: [], mixFile: { sha256: file.sha256 }, master: { driveDb: 3 } },
    });
  }
  await core.db.audioFile.update({ where: { id: cast.mix2.fileId }, data: { freedAt: new Date() } });
  expect((await preflightDelivery(as(cast.engineer), ask(uploaded.id, ['no_limiter']))).mayDeliver).toBe(false);
});

test('one that would be silent or the whole is refused before it is made', async () => {
  const recipe = mixRecipe();
  const strips = recipe.strips.map((strip, at) => ({ ...strip, solo: at === 1 }));
  const soloed = await masterOf(await rendered('mix', { ...recipe, strips }, stemInputs()));
  expect(await reasonFor(soloed.id)).toMatch(/^Instrumental would be silent: the mix was printed with a solo/);
  const refused = await expectError(requestDelivery(as(cast.engineer), ask(soloed.id, ['instrumental'])), 'conflict');
  expect(refused.message).toMatch(/^Instrumental would be silent/);

  const master = await masterOf(await mixedHere());
  const silent = exampleAnalysis({ samplePeakDbfs: null });
  await core.db.audioFile.update({ where: { id: stems[0]!.fileId }, data: { analysis: silent } });
  expect(await reasonFor(master.id)).toBe('Instrumental would be silent: no stem that is heard belongs to it.');
  await core.db.audioFile.update({ where: { id: stems[0]!.fileId }, data: { analysis: exampleAnalysis() } });
  await core.db.stem.updateMany({ where: { songId: cast.song.id }, data: { role: 'keys' } });
  expect(await reasonFor(master.id)).toMatch(/^Instrumental would be the whole song/);
});

test('who may not ask for a delivery does not learn the names of the stems', async () => {
  const master = await masterOf(await mixedHere());
  const preflight = (actor: Parameters<typeof as>[0]) => preflightDelivery(as(actor), ask(master.id, ['tv']));
  expect((await preflight(cast.client)).alternates).toBeNull();
  expect((await preflight(cast.guest)).alternates).toBeNull();
  expect((await preflight(cast.artist)).alternates).toHaveLength(4);
});
