import { randomUUID } from 'node:crypto';
import {
  makeApproval,
  makeComment,
  makeDelivery,
  makeGuest,
  makeJob,
  makeProject,
  makeShareLink,
  makeSong,
  makeStem,
  makeUser,
  makeVersion,
} from '@sweetspot/prisma/seed';
import { defaultMasterRecipe, migrateRecipe } from '@sweetspot/protocol/recipes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { listActivity } from '../activity/list-activity.ts';
import { giveApproval } from '../approvals/give-approval.ts';
import { moveStage } from '../stages/move-stage.ts';
import { removeStem } from '../stems/remove-stem.ts';
import { reorderStems } from '../stems/reorder-stems.ts';
import { updateStem, updateStemInput } from '../stems/update-stem.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { removeVersion } from '../versions/remove-version.ts';
import { updateVersion } from '../versions/update-version.ts';
import { addSong, addSongInput } from './add-song.ts';
import { getSong } from './get-song.ts';
import { listSongs } from './list-songs.ts';
import { removeSong } from './remove-song.ts';
import { renameSong } from './rename-song.ts';
import { reorderSongs } from './reorder-songs.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

describe('songs of a project', () => {
  it('are added at the end, once, also many at a time', async () => {
    const { artist, client, stranger, guest, project } = await makeCast(core.db);
    const input = { id: randomUUID(), projectId: project.id, title: 'Foghorn' };
    expect(await addSong(core.as(artist), input)).toEqual({ id: input.id });
    expect(await addSong(core.as(artist), input)).toEqual({ id: input.id });
    await Promise.all([1, 2, 3, 4].map((n) => addSong(core.as(artist), { projectId: project.id, title: `T${n}` })));
    const songs = await core.db.song.findMany({ where: { projectId: project.id }, orderBy: { position: 'asc' } });
    expect(songs.map(({ position }) => position)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    await expectError(addSong(core.as(client), input), 'not_allowed');
    await expectError(addSong(core.as(guest), input), 'not_allowed');
    await expectError(addSong(core.as(stranger), input), 'not_found');
    expect(addSongInput.safeParse({ projectId: project.id, title: ' \n\0 ' }).error?.issues[0]?.message).toBe(
      'The title must not be empty.',
    );
  });

  it('are renamed, ordered and removed', async () => {
    const { artist, engineer, project, song, otherSong, foreignSong } = await makeCast(core.db);
    await renameSong(core.as(engineer), { songId: song.id, title: 'Harbour Lights' });
    await reorderSongs(core.as(engineer), { projectId: project.id, songIds: [otherSong.id, song.id] });
    const titles = async () => (await listSongs(core.as(artist))).map(({ title }) => title);
    expect(await titles()).toEqual(['Lighthouse', 'Harbour Lights']);
    for (const songIds of [[song.id], [song.id, song.id], [song.id, otherSong.id, foreignSong.id]]) {
      await expectError(reorderSongs(core.as(artist), { projectId: project.id, songIds }), 'conflict');
    }
    const job = await makeJob(core.db, { songId: song.id });
    await expectError(removeSong(core.as(engineer), { songId: song.id }), 'not_allowed');
    await removeSong(core.as(artist), { songId: song.id });
    await expectError(removeSong(core.as(artist), { songId: song.id }), 'not_found');
    expect(await titles()).toEqual(['Lighthouse']);
    expect((await core.db.job.findUniqueOrThrow({ where: { id: job.id } })).cancelRequestedAt).not.toBeNull();
    const activity = await listActivity(core.as(engineer), { projectId: project.id });
    expect(activity.map(({ by, text }) => `${by} ${text}`)).toEqual(['Ada removed a song']);
  });

  it('are listed, two hundred of them, in a handful of queries', async () => {
    const user = await makeUser(core.db);
    const project = await makeProject(core.db, { ownerId: user.id });
    await core.db.song.createMany({
      data: Array.from({ length: 200 }, (_, position) => ({ projectId: project.id, title: `${position}`, position })),
    });
    const ctx = core.as(user);
    let queries = 0;
    const counted = core.db.$extends({
      query: {
        $allOperations: ({ args, query }) => {
          queries += 1;
          return query(args);
        },
      },
    });
    const songs = await listSongs({ ...ctx, db: counted as unknown as typeof ctx.db });
    expect(songs).toHaveLength(200);
    expect(queries).toBeLessThanOrEqual(8);
  });

  it('say what they wait for, with what the reader may see', async () => {
    const { artist, client, guest, song, mix2, engineer } = await makeCast(core.db);
    await makeStem(core.db, { songId: song.id });
    await makeStem(core.db, { songId: song.id, removedAt: new Date() });
    await makeComment(core.db, { versionId: mix2.id, authorUserId: artist.id });
    await makeComment(core.db, { versionId: mix2.id, authorUserId: artist.id, status: 'addressed' });
    await makeComment(core.db, { versionId: mix2.id, authorUserId: artist.id, deletedAt: new Date() });
    await makeComment(core.db, { versionId: mix2.id, authorUserId: engineer.id, visibility: 'team' });
    const first = async (reader: typeof artist | typeof guest) => (await listSongs(core.as(reader)))[0];
    expect(await first(artist)).toMatchObject({
      title: 'Harbour',
      projectTitle: 'Tides',
      stage: 'mixing',
      need: { tone: 'warn', text: '2 open notes on Mix 2.' },
      openComments: 2,
      stemCount: 1,
      latestVersion: { id: mix2.id, label: 'Mix 2', durationSeconds: 180 },
      progress: null,
    });
    expect(await first(client)).toMatchObject({ openComments: 1, stemCount: 1 });
    expect(await first(guest)).toMatchObject({ openComments: 1, stemCount: 0 });
    await makeJob(core.db, { songId: song.id, kind: 'render', label: 'Mix 3', state: 'running', progress: 0.4 });
    expect(await first(artist)).toMatchObject({ need: { tone: 'neutral', text: 'Making Mix 3.' }, progress: 0.4 });
    expect(await first(guest)).toMatchObject({ need: { text: '1 open note on Mix 2.' }, progress: null });
    await makeVersion(core.db, { songId: song.id, file: { state: 'failed', failureMessage: 'Cut off.' } });
    expect(await first(artist)).toMatchObject({ need: { tone: 'bad' }, latestVersion: { id: mix2.id } });
  });
});

describe('the song page', () => {
  it('shows a member everything that is theirs', async () => {
    const { db } = core;
    const { artist, client, engineer, song, mix1, mix2 } = await makeCast(db);
    await makeStem(db, { songId: song.id, name: 'Kick' });
    await makeApproval(db, { versionId: mix1.id, userId: artist.id, withdrawnAt: new Date() });
    await makeApproval(db, { versionId: mix1.id, userId: artist.id, fileSha256: '0'.repeat(64) });
    await makeApproval(db, { versionId: mix1.id, userId: client.id });
    await makeDelivery(db, { versionId: mix1.id });
    // As the first release saved it.
    const recipe = { ...defaultMasterRecipe(), version: 1 };
    await db.version.update({ where: { id: mix2.id }, data: { recipe, parentId: mix1.id } });
    const view = await getSong(core.as(engineer), { songId: song.id });
    expect(view).toMatchObject({
      title: 'Harbour',
      role: 'engineer',
      stage: 'mixing',
      stems: [{ name: 'Kick', file: { state: 'ready', frames: 8_640_000, sizeBytes: 51_840_044 } }],
      versions: [
        { label: 'Mix 1', approvals: [{ by: { id: client.id }, valid: true }] },
        { label: 'Mix 2', parentId: mix1.id, recipe: migrateRecipe(recipe), approvals: [] },
      ],
      deliveries: [{ versionLabel: 'Mix 1', job: { state: 'succeeded' } }],
    });
    expect(view.approvals.map(({ valid }) => valid).toSorted()).toEqual([false, false, true]);
    expect(view.moves.find(({ to }) => to === 'mastering')).toMatchObject({ allowed: true });

    const asClient = await getSong(core.as(client), { songId: song.id });
    expect(asClient.versions[1]?.recipe).toBeNull();
    expect(asClient.moves.every(({ allowed }) => !allowed)).toBe(true);
    expect(asClient.permissions).not.toContain('upload.add');
  });

  it('shows a guest what the link reaches', async () => {
    const { db } = core;
    const { artist, guest, project, song, otherSong, mix1, mix2, stranger } = await makeCast(db);
    await makeStem(db, { songId: song.id });
    await makeDelivery(db, { versionId: mix1.id });
    await makeVersion(db, { songId: song.id, file: { state: 'processing' } });
    const asGuest = await getSong(core.as(guest), { songId: song.id });
    expect(asGuest).toMatchObject({ role: 'guest', stems: [], deliveries: [], renders: [], requests: [], uploads: [] });
    expect(asGuest.versions.map(({ id }) => id)).toEqual([mix1.id, mix2.id]);
    expect(asGuest.permissions).toEqual(['project.view', 'song.view', 'version.listen', 'comment.add', 'abx.start']);
    await expectError(getSong(core.as(guest), { songId: otherSong.id }), 'not_found');
    await expectError(getSong(core.as(stranger), { songId: song.id }), 'not_found');

    const one = await makeShareLink(db, {
      projectId: project.id,
      createdById: artist.id,
      versionId: mix1.id,
      rights: ['listen', 'download'],
    });
    const oneGuest = await makeGuest(db, { shareLinkId: one.id });
    const asOne = await getSong(core.as(oneGuest), { songId: song.id });
    expect(asOne.versions.map(({ id }) => id)).toEqual([mix1.id]);
    expect(asOne.deliveries).toHaveLength(1);

    const newest = await makeShareLink(db, { projectId: project.id, createdById: artist.id, followLatest: true });
    const follower = await makeGuest(db, { shareLinkId: newest.id });
    const asFollower = await getSong(core.as(follower), { songId: song.id });
    expect(asFollower.versions.map(({ id }) => id)).toEqual([mix2.id]);
  });
});

describe('moving a song', () => {
  it('goes forward when nothing is missing, and back with what that makes void', async () => {
    const { artist, engineer, client, guest, stranger, project, song, mix2 } = await makeCast(core.db);
    const move = (who: Parameters<TestCore['as']>[0], to: 'tracking' | 'mixing' | 'mastering', confirm = false) =>
      moveStage(core.as(who), { songId: song.id, to, confirmInvalidates: confirm });
    for (const who of [client, guest]) await expectError(move(who, 'tracking'), 'not_allowed');
    await expectError(move(stranger, 'tracking'), 'not_found');

    const missing = await expectError(move(engineer, 'mastering'), 'conflict');
    expect(missing.message).toBe('Mix 2 waits for approval.');
    const { sha256 } = mix2.file;
    const approval = await giveApproval(core.as(client), {
      versionId: mix2.id,
      fileSha256: sha256,
      decision: 'approved',
      note: '',
    });
    await Promise.all([1, 2, 3].map(() => move(engineer, 'mastering')));
    await expectError(removeVersion(core.as(engineer), { versionId: mix2.id }), 'conflict');

    const unconfirmed = await expectError(move(engineer, 'mixing'), 'conflict');
    expect(unconfirmed.message).toContain('The approval of Mix 2 by Cleo.');
    await move(engineer, 'mixing', true);
    const row = await core.db.approval.findUniqueOrThrow({ where: { id: approval.id } });
    expect(row.withdrawnAt).not.toBeNull();
    const events = await core.db.projectEvent.findMany({ where: { projectId: project.id }, orderBy: { seq: 'asc' } });
    expect(events.map(({ type }) => type)).toEqual([
      'approval.given',
      'stage.changed',
      'approval.withdrawn',
      'stage.changed',
    ]);
    const activity = await listActivity(core.as(artist), { projectId: project.id });
    expect(activity.map(({ by, text }) => `${by} ${text}`)).toEqual([
      'Ben moved Harbour to mixing',
      'Ben took back a decision on Mix 2 of Harbour',
      'Ben moved Harbour to mastering',
      'Cleo approved Mix 2 of Harbour',
    ]);
    const older = await listActivity(core.as(artist), { projectId: project.id, beforeSeq: activity[1]!.seq });
    expect(older).toHaveLength(2);
    await giveApproval(core.as(client), { versionId: mix2.id, fileSha256: sha256, decision: 'rejected', note: '' });
    const [newest] = await listActivity(core.as(artist), { projectId: project.id });
    expect(newest?.text).toBe('turned down Mix 2 of Harbour');
  });

  it('is delivered only with an approved and delivered master', async () => {
    const { artist, engineer, project } = await makeCast(core.db);
    const song = await makeSong(core.db, { projectId: project.id, stage: 'mastering' });
    const deliver = () => moveStage(core.as(engineer), { songId: song.id, to: 'delivered', confirmInvalidates: false });
    const master = await makeVersion(core.db, { songId: song.id, kind: 'master' });
    await makeDelivery(core.db, { versionId: master.id, fileSha256: '1'.repeat(64) });
    await expectError(deliver(), 'conflict');
    await makeApproval(core.db, { versionId: master.id, userId: artist.id });
    expect((await expectError(deliver(), 'conflict')).message).toBe('Make the delivery of Master 1.');
    await makeDelivery(core.db, { versionId: master.id });
    await deliver();
    expect((await core.db.song.findUniqueOrThrow({ where: { id: song.id } })).stage).toBe('delivered');
  });
});

describe('stems and versions', () => {
  it('stems are named, ordered and taken out by the team', async () => {
    const { engineer, client, stranger, song } = await makeCast(core.db);
    const kick = await makeStem(core.db, { songId: song.id });
    const bass = await makeStem(core.db, { songId: song.id });
    await updateStem(core.as(engineer), { stemId: kick.id, name: 'Kick', role: 'kick' });
    await reorderStems(core.as(engineer), { songId: song.id, stemIds: [bass.id, kick.id] });
    const names = async () => (await getSong(core.as(engineer), { songId: song.id })).stems.map(({ name }) => name);
    expect(await names()).toEqual([bass.name, 'Kick']);
    await expectError(reorderStems(core.as(engineer), { songId: song.id, stemIds: [bass.id] }), 'conflict');
    await expectError(updateStem(core.as(client), { stemId: kick.id, name: 'X' }), 'not_allowed');
    await expectError(removeStem(core.as(stranger), { stemId: kick.id }), 'not_found');
    expect(updateStemInput.safeParse({ stemId: kick.id, role: 'kazoo' }).success).toBe(false);
    await removeStem(core.as(engineer), { stemId: bass.id });
    expect(await names()).toEqual(['Kick']);
    await expectError(removeStem(core.as(engineer), { stemId: bass.id }), 'not_found');
  });

  it('versions are named and taken out, and their numbers not given again', async () => {
    const { engineer, client, song, mix1, mix2, foreignMix } = await makeCast(core.db);
    await updateVersion(core.as(engineer), { versionId: mix1.id, name: '', notes: 'Quieter hats.' });
    await expectError(updateVersion(core.as(client), { versionId: mix1.id, name: 'X' }), 'not_allowed');
    await expectError(removeVersion(core.as(engineer), { versionId: foreignMix.id }), 'not_found');
    await makeApproval(core.db, { versionId: mix2.id, userId: client.id, fileSha256: '2'.repeat(64) });
    await removeVersion(core.as(engineer), { versionId: mix2.id });
    const { versions } = await getSong(core.as(engineer), { songId: song.id });
    expect(versions.map(({ label, notes }) => [label, notes])).toEqual([['Mix 1', 'Quieter hats.']]);
  });
});
