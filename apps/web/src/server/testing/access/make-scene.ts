import { randomBytes } from 'node:crypto';
import { hashToken, newToken } from '@sweetspot/core/secrets/token';
import { artworkKey, originalKey } from '@sweetspot/core/storage/storage';
import { exampleDerived } from '@sweetspot/core/testing/example-derived';
import {
  makeApproval,
  makeComment,
  makeDelivery,
  makeGuest,
  makeJob,
  makeMember,
  makeProject,
  makeShareLink,
  makeSong,
  makeStem,
  makeUser,
  makeVersion,
} from '@sweetspot/prisma/seed';
import type { ShareRight } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import type { Services } from '../../services.ts';
import { guestCookieOf, type TestWeb } from '../start-test-web.ts';
import { type ActorKind, songGuests } from './actors.ts';

export type Scene = Awaited<ReturnType<typeof makeScene>>;

const rightOf: Record<(typeof songGuests)[number], ShareRight[]> = {
  listener: ['listen'],
  commenter: ['listen', 'comment'],
  approver: ['listen', 'approve'],
  downloader: ['listen', 'download'],
};

/** A project with one of everything, and the cookies of everybody who may knock at it. */
export async function makeScene(web: TestWeb) {
  const { db } = web.services;
  const [artist, engineer, client, removed, stranger] = await Promise.all(
    Array.from({ length: 5 }, () => makeUser(db)),
  );
  if (!artist || !engineer || !client || !removed || !stranger) throw new Error('five users were made');
  const project = await makeProject(db, { ownerId: artist.id });
  const member = { projectId: project.id };
  const engineerMember = await makeMember(db, { ...member, userId: engineer.id, role: 'engineer' });
  const clientMember = await makeMember(db, { ...member, userId: client.id, role: 'client' });
  await db.user.update({ where: { id: artist.id }, data: { pictureKey: `pictures/${artist.id}/p.webp` } });
  await web.services.storage.putBytes(`pictures/${artist.id}/p.webp`, Buffer.from('picture'));

  const song = await makeSong(db, { projectId: project.id, stage: 'mixing' });
  const otherSong = await makeSong(db, { projectId: project.id });
  const stem = await makeStem(db, { songId: song.id, file: await storedFile(web.services) });
  const mix = await makeVersion(db, { songId: song.id, file: await storedFile(web.services) });
  const draft = await makeVersion(db, { songId: song.id });
  const comment = await makeComment(db, { versionId: mix.id, authorUserId: engineer.id });
  const approval = await makeApproval(db, { versionId: mix.id, userId: client.id });
  const artwork = { sha256: 'a'.repeat(64), mime: 'image/jpeg', width: 3000, height: 3000, sizeBytes: 4 };
  await db.project.update({ where: { id: project.id }, data: { artwork } });
  await web.services.storage.putBytes(artworkKey(project.id, artwork.sha256), Buffer.from('JPEG'));
  const delivery = await makeDelivery(db, { versionId: mix.id });
  await web.services.storage.putBytes(delivery.zipKey ?? '', Buffer.from('PK'));
  const job = await makeJob(db, { songId: song.id, state: 'queued' });
  const failedJob = await makeJob(db, { songId: song.id, state: 'failed', kind: 'render' });
  const upload = { ...member, songId: song.id, userId: engineer.id, purpose: 'stem' as const, fileName: 'Kick.wav' };
  const openUpload = await db.upload.create({ data: { ...upload, sizeBytes: 10n } });
  const failedUpload = await db.upload.create({ data: { ...upload, sizeBytes: 10n, state: 'failed' } });
  const asked = { ...member, songId: song.id, service: 'mix' as const, brief: 'Warm.', includedRounds: 2 };
  const request = await db.request.create({ data: { ...asked, createdById: artist.id } });
  const askedRequest = await db.request.create({ data: { ...asked, createdById: artist.id, state: 'asked' } });
  const invitationToken = newToken();
  const invitation = await db.invitation.create({
    data: {
      ...member,
      email: `invited-${project.id}@example.org`,
      role: 'client',
      tokenHash: hashToken(invitationToken),
      invitedById: artist.id,
      expiresAt: new Date(Date.now() + 1_000_000),
    },
  });

  const compared = await makeVersion(db, { songId: song.id, kind: 'master', file: await storedFile(web.services) });
  const blindTest = { songId: song.id, versionIds: [mix.id, compared.id], seed: randomBytes(32).toString('hex') };
  const abx = await db.blindTest.create({
    data: { ...blindTest, kind: 'abx', trialCount: 8, startedByUserId: client.id },
  });
  const link = { projectId: project.id, createdById: artist.id };
  const shareLink = await makeShareLink(db, { ...link, songId: song.id });
  const guestOf = async (data: Parameters<typeof makeShareLink>[1]) =>
    guestCookieOf(await makeGuest(db, { shareLinkId: (await makeShareLink(db, data)).id }));
  const guestCookies = Object.fromEntries(
    await Promise.all(
      songGuests.map(async (kind) => [kind, await guestOf({ ...link, songId: song.id, rights: rightOf[kind] })]),
    ),
  ) as Record<(typeof songGuests)[number], string>;
  // Among the engineer, who started it, the client and the guest who may comment.
  const commenter = await db.guest.findFirstOrThrow({
    where: { shareLink: { songId: song.id, rights: { equals: rightOf.commenter } } },
  });
  const vote = await db.blindTest.create({
    data: {
      ...blindTest,
      kind: 'vote',
      method: 'pick',
      question: 'Which one?',
      startedByUserId: engineer.id,
      voters: { create: [{ userId: engineer.id }, { userId: client.id }, { guestId: commenter.id }] },
    },
  });

  const cookies: Record<ActorKind, string> = {
    anonymous: '',
    stranger: await web.cookieOf(stranger),
    artist: await web.cookieOf(artist),
    engineer: await web.cookieOf(engineer),
    client: await web.cookieOf(client),
    removed: await web.cookieOf(removed),
    ...guestCookies,
    versionGuest: await guestOf({
      ...link,
      versionId: (await makeVersion(db, { songId: song.id, kind: 'rough' })).id,
      rights: ['listen', 'comment', 'approve', 'download'],
    }),
    otherGuest: await guestOf({
      ...link,
      songId: otherSong.id,
      rights: ['listen', 'comment', 'approve', 'download'],
    }),
    expired: await guestOf({ ...link, songId: song.id, expiresAt: new Date(Date.now() - 1_000) }),
  };

  // A project of the stranger's own, for ids of one in calls about the other.
  const foreignProject = await makeProject(db, { ownerId: stranger.id });
  const foreignSong = await makeSong(db, { projectId: foreignProject.id });
  const foreignMix = await makeVersion(db, { songId: foreignSong.id });
  const foreignStem = await makeStem(db, { songId: foreignSong.id });

  // Removed at the end, so that whatever remembers them has seen them.
  const removedMember = await makeMember(db, { ...member, userId: removed.id, role: 'engineer' });
  await web.apiOf(cookies.artist).members.remove.mutate({ memberId: removedMember.id });

  return {
    artist,
    project,
    engineerMember,
    clientMember,
    song,
    otherSong,
    stem,
    mix,
    draft,
    comment,
    approval,
    delivery,
    job,
    failedJob,
    openUpload,
    failedUpload,
    compared,
    abx,
    vote,
    request,
    askedRequest,
    invitation,
    invitationToken,
    shareLink,
    cookies,
    foreignSong,
    foreignMix,
    foreignStem,
  };
}

/** A file whose bytes, peaks and first segment are there. */
async function storedFile({ storage }: Pick<Services, 'storage'>) {
  const sha256 = randomBytes(32).toString('hex');
  const derived = exampleDerived(sha256, 1);
  await storage.putBytes(originalKey(sha256), Buffer.from('original'));
  await storage.putBytes(derived.peaksKey, Buffer.from('peaks'));
  await storage.putBytes(`${derived.segments.keyPrefix}/00000.flac`, Buffer.from('segment'));
  return { sha256, derived, analysis: exampleAnalysis() };
}
