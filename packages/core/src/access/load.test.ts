import { randomUUID } from 'node:crypto';
import {
  makeApproval,
  makeAudioFile,
  makeComment,
  makeDelivery,
  makeGuest,
  makeJob,
  makeShareLink,
  makeStem,
  makeVersion,
} from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Context } from '../context.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import {
  type Loaded,
  loadApprovalFor,
  loadCommentFor,
  loadDeliveryFor,
  loadFileFor,
  loadInvitationFor,
  loadJobFor,
  loadMemberFor,
  loadProjectFor,
  loadRequestFor,
  loadShareLinkFor,
  loadSongFor,
  loadStemFor,
  loadUploadFor,
  loadVersionFor,
} from './load.ts';
import type { Action } from './policy.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  cast = await makeCast(core.db);
});
afterAll(() => core.end());

type Load = (ctx: Context, id: string, action: Action) => Promise<Loaded<unknown>>;

/** Every loader with an object of the cast and something that members at least may do to it. */
async function everyObject(): Promise<[Load, string, Action][]> {
  const { db } = core;
  const { project, song, mix1, artist, engineer, engineerMember, shareLink } = cast;
  const stem = await makeStem(db, { songId: song.id });
  const comment = await makeComment(db, { versionId: mix1.id, authorUserId: artist.id });
  const approval = await makeApproval(db, { versionId: mix1.id, userId: artist.id });
  const delivery = await makeDelivery(db, { versionId: mix1.id });
  const job = await makeJob(db, { songId: song.id });
  const invitation = await db.invitation.create({
    data: {
      projectId: project.id,
      email: 'x@example.org',
      role: 'client',
      tokenHash: randomUUID(),
      invitedById: artist.id,
      expiresAt: new Date(Date.now() + 1e6),
    },
  });
  const upload = await db.upload.create({
    data: {
      projectId: project.id,
      songId: song.id,
      userId: engineer.id,
      purpose: 'stem',
      fileName: 'Kick.wav',
      sizeBytes: 1n,
    },
  });
  const request = await db.request.create({
    data: {
      projectId: project.id,
      songId: song.id,
      service: 'mix',
      brief: 'Warm.',
      includedRounds: 2,
      createdById: artist.id,
    },
  });
  return [
    [loadProjectFor, project.id, 'project.view'],
    [loadMemberFor, engineerMember.id, 'project.activity'],
    [loadInvitationFor, invitation.id, 'member.invite'],
    [loadShareLinkFor, shareLink.id, 'share.manage'],
    [loadSongFor, song.id, 'song.view'],
    [loadStemFor, stem.id, 'stem.view'],
    [loadVersionFor, mix1.id, 'version.listen'],
    [loadCommentFor, comment.id, 'version.listen'],
    [loadApprovalFor, approval.id, 'version.listen'],
    [loadFileFor, mix1.fileId, 'version.listen'],
    [loadFileFor, stem.fileId, 'stem.view'],
    [loadUploadFor, upload.id, 'upload.view'],
    [loadJobFor, job.id, 'job.view'],
    [loadDeliveryFor, delivery.id, 'delivery.download'],
    [loadRequestFor, request.id, 'request.view'],
  ];
}

describe('loaders', () => {
  it('let a member in, and treat strangers and wrong ids alike', async () => {
    for (const [load, id, action] of await everyObject()) {
      const { access } = await load(core.as(cast.artist), id, action);
      expect(access).toMatchObject({ projectId: cast.project.id, author: { userId: cast.artist.id } });
      const strange = await expectError(load(core.as(cast.stranger), id, action), 'not_found');
      for (const wrong of [randomUUID(), 'x', '../../etc/passwd', `${id}\0`]) {
        const missing = await expectError(load(core.as(cast.artist), wrong, action), 'not_found');
        expect(strange.message).toBe(missing.message);
      }
      await expectError(load(core.as({ kind: 'guest', guestIds: [] }), id, action), 'not_found');
      await expectError(load(core.as({ kind: 'guest', guestIds: [randomUUID()] }), id, action), 'not_found');
      await expectError(load(core.as({ kind: 'user', userId: randomUUID() }), id, action), 'not_found');
      await expectError(load(core.as({ kind: 'anonymous' }), id, action), 'not_signed_in');
    }
  });

  it('tell a member what their role does not let them do', async () => {
    const error = await expectError(loadSongFor(core.as(cast.client), cast.song.id, 'song.remove'), 'not_allowed');
    expect(error.message).toBe('Your role here does not let you remove songs.');
  });

  it('never find what is of a removed song or project, or the user of a removed account', async () => {
    const own = await makeCast(core.db);
    await core.db.song.update({ where: { id: own.song.id }, data: { deletedAt: new Date() } });
    await expectError(loadVersionFor(core.as(own.artist), own.mix1.id, 'version.listen'), 'not_found');
    await expectError(loadFileFor(core.as(own.artist), own.mix1.fileId, 'version.listen'), 'not_found');
    await core.db.project.update({ where: { id: own.project.id }, data: { deletedAt: new Date() } });
    await expectError(loadSongFor(core.as(own.artist), own.otherSong.id, 'song.view'), 'not_found');
    await expectError(loadProjectFor(core.as({ kind: 'worker' }), own.project.id, 'project.view'), 'not_found');

    await core.db.user.update({ where: { id: own.stranger.id }, data: { deletedAt: new Date() } });
    await expectError(loadSongFor(core.as(own.stranger), own.foreignSong.id, 'song.view'), 'not_found');
  });

  it('keep files that are no stem or version to themselves', async () => {
    const file = await makeAudioFile(core.db, { projectId: cast.project.id });
    await expectError(loadFileFor(core.as(cast.artist), file.id, 'version.listen'), 'not_found');
  });

  it('hide notes of the team from clients and guests', async () => {
    const note = await makeComment(core.db, {
      versionId: cast.mix1.id,
      authorUserId: cast.engineer.id,
      visibility: 'team',
    });
    await loadCommentFor(core.as(cast.artist), note.id, 'comment.view-team');
    await expectError(loadCommentFor(core.as(cast.client), note.id, 'version.listen'), 'not_found');
    await expectError(loadCommentFor(core.as(cast.guest), note.id, 'version.listen'), 'not_found');
  });
});

describe('a guest', () => {
  it('of a song link reaches that song, its versions, and no stems', async () => {
    const guest = core.as(cast.guest);
    const { access } = await loadVersionFor(guest, cast.mix1.id, 'comment.add');
    expect(access.author).toEqual({ userId: null, guestId: cast.guest.id, name: 'Gil' });
    expect(access.grants).toEqual(['link:listen', 'link:comment']);
    await loadProjectFor(guest, cast.project.id, 'project.view');
    await expectError(loadSongFor(guest, cast.otherSong.id, 'song.view'), 'not_found');
    await expectError(loadVersionFor(guest, cast.otherMix.id, 'version.listen'), 'not_found');
    await expectError(loadVersionFor(guest, cast.mix1.id, 'approval.give'), 'not_allowed');
    await expectError(loadFileFor(guest, cast.mix1.fileId, 'version.download'), 'not_allowed');
    const stem = await makeStem(core.db, { songId: cast.song.id });
    await expectError(loadStemFor(guest, stem.id, 'stem.view'), 'not_found');
    await expectError(loadFileFor(guest, stem.fileId, 'stem.view'), 'not_found');
    await expectError(loadShareLinkFor(guest, cast.shareLink.id, 'share.manage'), 'not_found');
    await expectError(loadMemberFor(guest, cast.clientMember.id, 'member.remove'), 'not_found');
  });

  it('of a version link hears only that version', async () => {
    const link = await makeShareLink(core.db, {
      projectId: cast.project.id,
      createdById: cast.artist.id,
      versionId: cast.mix1.id,
    });
    const guest = core.as(await makeGuest(core.db, { shareLinkId: link.id }));
    await loadVersionFor(guest, cast.mix1.id, 'version.listen');
    await loadSongFor(guest, cast.song.id, 'song.view');
    await expectError(loadVersionFor(guest, cast.mix2.id, 'version.listen'), 'not_found');
    await expectError(loadFileFor(guest, cast.mix2.fileId, 'version.listen'), 'not_found');
  });

  it('of a link that follows the latest hears the newest that can be heard', async () => {
    const own = await makeCast(core.db, { followLatest: true });
    const guest = core.as(own.guest);
    await loadVersionFor(guest, own.mix2.id, 'version.listen');
    await expectError(loadVersionFor(guest, own.mix1.id, 'version.listen'), 'not_found');
    const mix3 = await makeVersion(core.db, { songId: own.song.id, file: { state: 'processing' } });
    await expectError(loadVersionFor(guest, mix3.id, 'version.listen'), 'not_found');
    await loadVersionFor(guest, own.mix2.id, 'version.listen');
    await core.db.audioFile.update({ where: { id: mix3.fileId }, data: { state: 'ready' } });
    await loadVersionFor(guest, mix3.id, 'version.listen');
    await expectError(loadVersionFor(guest, own.mix2.id, 'version.listen'), 'not_found');
  });

  it('is a stranger once the link is revoked or has expired', async () => {
    for (const over of [{ revokedAt: core.clock.at }, { expiresAt: core.clock.at }]) {
      const own = await makeCast(core.db, over);
      await expectError(loadSongFor(core.as(own.guest), own.song.id, 'song.view'), 'not_found');
    }
  });

  it('may be a signed-in person with a pass, and writes as the guest', async () => {
    const own = await makeCast(core.db);
    await expectError(loadSongFor(core.as(own.stranger), own.song.id, 'song.view'), 'not_found');
    const pass = await makeGuest(core.db, { shareLinkId: own.shareLink.id, userId: own.stranger.id });
    const { access } = await loadVersionFor(core.as(own.stranger), own.mix1.id, 'comment.add');
    expect(access.author).toMatchObject({ userId: null, guestId: pass.id });
  });
});
