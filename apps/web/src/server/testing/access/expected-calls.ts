import { randomUUID } from 'node:crypto';
import { newToken } from '@sweetspot/core/secrets/token';
import type { ErrorCode } from '@sweetspot/protocol';
import { defaultMasterRecipe, defaultMixRecipe } from '@sweetspot/protocol/recipes';
import { type ActorKind, actorKinds, guests, members, songGuests, team, users } from './actors.ts';
import type { Scene } from './make-scene.ts';

/** `nothing`: the answer is a list, and nothing of this project is in it. */
export type Outcome = 'ok' | 'nothing' | ErrorCode;

/** What a procedure is called with, and who gets which answer; who is not named gets `defaultOutcome`. */
export type CallRow = {
  input: (scene: Scene) => unknown;
  outcomes: Partial<Record<Outcome, readonly ActorKind[]>>;
  /** A list over all projects: for whom it is `ok`, something of this one is in it. */
  lists?: true;
  /** Can be done once: everybody who may gets a project of their own to do it in. */
  once?: true;
};

const call = (input: CallRow['input'], outcomes: CallRow['outcomes']): CallRow => ({ input, outcomes });
const once = (input: CallRow['input'], outcomes: CallRow['outcomes']): CallRow => ({ input, outcomes, once: true });
const list = (outcomes: CallRow['outcomes']): CallRow => ({ input: () => undefined, outcomes, lists: true });

const everybody = { ok: actorKinds };
const usersOnly = { ok: users, not_signed_in: guests };
/** They know the song, whatever of it they may hear. */
const guestsAtSong = [...songGuests, 'versionGuest'] as const satisfies ActorKind[];
const seenBySong = ['client', ...guestsAtSong] as const;
const seenByVersion = ['client', ...songGuests] as const;
/** Of a song or version that guests see too. */
const teamOfSong = { ok: team, not_allowed: seenBySong };
const teamOfVersion = { ok: team, not_allowed: seenByVersion };
/** Of the project as a whole, which guests of any song see. */
const teamOfProject = { ok: team, not_allowed: ['client', ...guests] } as const;
/** Of a thing that guests do not know of. */
const teamAmongMembers = { ok: team, not_allowed: ['client'] } as const;
const ownerAmongMembers = { ok: ['artist'], not_allowed: ['engineer', 'client'] } as const;
const engineerAmongMembers = { ok: ['engineer'], not_allowed: ['artist', 'client'] } as const;

const nothing = () => undefined;
const email = () => `${randomUUID()}@example.org`;
const password = 'a long enough password';

/**
 * Who may call what. Written by hand, not derived from the policy: that the two agree is what the test shows.
 * A procedure without a row here fails the test.
 */
export const expectedCalls: Record<string, CallRow> = {
  'account.me': call(nothing, everybody),
  'account.register': call(() => ({ email: email(), name: 'Nele', password }), everybody),
  'account.updateProfile': call(() => ({ name: 'Nele' }), usersOnly),
  'account.changePassword': call(() => ({ next: password }), usersOnly),
  'account.signOutEverywhere': call(nothing, usersOnly),
  'account.requestPasswordReset': call(() => ({ email: email() }), everybody),
  'account.resetPassword': call(() => ({ token: newToken(), password }), { gone: actorKinds }),
  'account.requestSignInLink': call(() => ({ email: email() }), everybody),
  'account.listAccessTokens': call(nothing, usersOnly),
  'account.addAccessToken': call(() => ({ name: 'Studio computer' }), usersOnly),
  // Only one's own can be there.
  'account.revokeAccessToken': call(() => ({ tokenId: randomUUID() }), { not_found: users, not_signed_in: guests }),
  'account.removePicture': call(nothing, usersOnly),

  'projects.list': list({ ok: [...members, ...guests], nothing: ['stranger', 'removed'] }),
  'projects.get': call(({ project }) => ({ projectId: project.id }), { ok: [...members, ...guests] }),
  'projects.add': call(() => ({ title: 'Tides', artistName: 'Ada', role: 'artist' }), usersOnly),
  'projects.update': call(({ project }) => ({ projectId: project.id, title: 'Tides' }), teamOfProject),
  'projects.remove': once(({ project }) => ({ projectId: project.id }), {
    ok: ['artist'],
    not_allowed: ['engineer', 'client', ...guests],
  }),
  'projects.activity': call(({ project }) => ({ projectId: project.id }), { ok: members, not_allowed: guests }),
  'projects.transferOwnership': once(
    ({ project, engineerMember }) => ({ projectId: project.id, memberId: engineerMember.id }),
    ownerAmongMembers,
  ),

  'members.changeRole': once(({ clientMember }) => ({ memberId: clientMember.id, role: 'artist' }), ownerAmongMembers),
  'members.handedOut': call(({ clientMember }) => ({ memberId: clientMember.id }), ownerAmongMembers),
  'members.remove': once(({ clientMember }) => ({ memberId: clientMember.id }), ownerAmongMembers),
  'members.leave': once(({ project }) => ({ projectId: project.id }), {
    ok: ['engineer', 'client'],
    conflict: ['artist'],
    not_allowed: guests,
  }),

  'invitations.add': call(({ project }) => ({ projectId: project.id, email: email(), role: 'client' }), teamOfProject),
  'invitations.revoke': once(({ invitation }) => ({ invitationId: invitation.id }), teamAmongMembers),
  'invitations.preview': call(({ invitationToken }) => ({ token: invitationToken }), everybody),
  // It was sent to somebody else: a link that was passed on lets nobody in.
  'invitations.accept': call(({ invitationToken }) => ({ token: invitationToken }), {
    not_allowed: users,
    not_signed_in: guests,
  }),

  'songs.list': list({ ok: [...members, ...guests], nothing: ['stranger', 'removed'] }),
  'songs.get': call(({ song }) => ({ songId: song.id }), { ok: [...members, ...guestsAtSong] }),
  'songs.advice': call(({ song }) => ({ songId: song.id }), { ok: members, not_allowed: guestsAtSong }),
  'songs.add': call(({ project }) => ({ projectId: project.id, title: 'Harbour' }), teamOfProject),
  'songs.rename': call(({ song }) => ({ songId: song.id, title: 'Harbour' }), teamOfSong),
  'songs.reorder': call(
    ({ project, song, otherSong }) => ({ projectId: project.id, songIds: [otherSong.id, song.id] }),
    teamOfProject,
  ),
  'songs.remove': once(({ song }) => ({ songId: song.id }), {
    ok: ['artist'],
    not_allowed: ['engineer', ...seenBySong],
  }),
  'songs.moveStage': once(({ song }) => ({ songId: song.id, to: 'tracking', confirmInvalidates: true }), teamOfSong),

  'uploads.start': call(
    ({ song }) => ({ songId: song.id, purpose: 'stem', fileName: 'Kick.wav', sizeBytes: 10 }),
    teamOfSong,
  ),
  // Its own engineer gets as far as being told that nothing has arrived.
  'uploads.finish': call(({ openUpload }) => ({ uploadId: openUpload.id, sha256: 'a'.repeat(64) }), {
    conflict: ['engineer'],
    not_allowed: ['artist'],
  }),
  'uploads.dismiss': once(({ failedUpload }) => ({ uploadId: failedUpload.id }), { ok: team }),
  'uploads.cancel': once(({ openUpload }) => ({ uploadId: openUpload.id }), {
    ok: ['engineer'],
    not_allowed: ['artist'],
  }),
  'uploads.listOpen': call(({ song }) => ({ songId: song.id }), teamOfSong),

  'stems.update': call(({ stem }) => ({ stemId: stem.id, name: 'Kick' }), teamAmongMembers),
  'stems.reorder': call(({ song, stem }) => ({ songId: song.id, stemIds: [stem.id] }), teamOfSong),
  'stems.remove': once(({ stem }) => ({ stemId: stem.id }), teamAmongMembers),

  'files.getAnalysis': call(({ mix }) => ({ fileId: mix.fileId }), { ok: [...members, ...songGuests] }),

  'versions.listComparisons': call(({ song }) => ({ songId: song.id }), {
    ok: [...members, ...guestsAtSong],
  }),
  'versions.listOtherReferences': call(({ song }) => ({ songId: song.id }), teamOfSong),
  'versions.update': call(({ draft }) => ({ versionId: draft.id, notes: 'Louder.' }), teamOfVersion),
  'versions.remove': once(({ draft }) => ({ versionId: draft.id }), teamOfVersion),

  'comments.list': call(({ song }) => ({ songId: song.id }), { ok: [...members, ...guestsAtSong] }),
  'comments.add': call(
    ({ mix }) => ({ id: randomUUID(), versionId: mix.id, body: 'Louder.', visibility: 'everyone' }),
    { ok: [...members, 'commenter'], not_allowed: ['listener', 'approver', 'downloader'] },
  ),
  'comments.update': call(({ comment }) => ({ commentId: comment.id, body: 'Quieter.' }), {
    ok: ['engineer'],
    not_allowed: ['artist', ...seenByVersion],
  }),
  'comments.remove': once(({ comment }) => ({ commentId: comment.id }), teamOfVersion),
  'comments.setStatus': once(({ comment }) => ({ commentId: comment.id, status: 'addressed' }), teamOfVersion),

  'approvals.give': call(({ mix }) => ({ versionId: mix.id, fileSha256: mix.file.sha256, decision: 'approved' }), {
    ok: ['artist', 'client', 'approver'],
    not_allowed: ['engineer', 'listener', 'commenter', 'downloader'],
  }),
  'approvals.withdraw': once(({ approval }) => ({ approvalId: approval.id }), {
    ok: ['client'],
    not_allowed: ['artist', 'engineer', ...songGuests],
  }),

  'blindTests.list': call(({ song }) => ({ songId: song.id }), { ok: [...members, ...guestsAtSong] }),
  'blindTests.listCandidates': call(
    ({ song, mix, compared }) => ({ songId: song.id, versionIds: [mix.id, compared.id] }),
    { ok: members, not_allowed: guestsAtSong },
  ),
  // Who hears one of the two versions alone does not learn of the other.
  'blindTests.startAbx': call(
    ({ song, mix, compared }) => ({ songId: song.id, versionIds: [mix.id, compared.id], trialCount: 8 }),
    { ok: [...members, 'commenter'], not_allowed: ['listener', 'approver', 'downloader'] },
  ),
  'blindTests.answerTrial': call(({ abx }) => ({ blindTestId: abx.id, number: 1, said: 'A' }), { ok: ['client'] }),
  'blindTests.stopAbx': call(({ abx }) => ({ blindTestId: abx.id }), { ok: ['client'] }),
  'blindTests.startVote': call(
    ({ song, mix, compared, clientMember }) => ({
      songId: song.id,
      versionIds: [mix.id, compared.id],
      question: 'Which one?',
      method: 'pick',
      asked: [{ kind: 'user', id: clientMember.userId }],
    }),
    { ok: members, not_allowed: guestsAtSong },
  ),
  'blindTests.castVote': call(({ vote }) => ({ blindTestId: vote.id, choice: ['A'] }), {
    ok: ['engineer', 'client', 'commenter'],
    not_allowed: ['artist'],
  }),
  'blindTests.closeVote': once(({ vote }) => ({ blindTestId: vote.id }), {
    ok: team,
    not_allowed: ['client', 'commenter'],
  }),

  'renders.requestRoughMix': call(({ song }) => ({ songId: song.id }), teamOfSong),
  'renders.requestMix': call(
    ({ song, stem }) => ({
      songId: song.id,
      recipe: defaultMixRecipe(48_000, [{ stemId: stem.id, name: stem.name }]),
    }),
    teamOfSong,
  ),
  'renders.requestMaster': call(
    ({ song, mix }) => ({ songId: song.id, versionId: mix.id, recipe: defaultMasterRecipe() }),
    teamOfSong,
  ),
  'renders.suggestRecipe': call(({ song }) => ({ songId: song.id }), teamOfSong),

  'deliveries.request': call(
    ({ song, mix }) => ({ songId: song.id, versionId: mix.id, formats: ['wav24'], metadata: {} }),
    teamOfSong,
  ),
  'deliveries.suggestMetadata': call(({ song }) => ({ songId: song.id }), teamOfSong),
  'deliveries.preflight': call(({ song, mix }) => ({ songId: song.id, versionId: mix.id }), {
    ok: [...members, ...songGuests],
  }),

  'jobs.list': { ...list({ ok: members, nothing: ['stranger', 'removed', ...guests] }), input: () => ({}) },
  'jobs.cancel': once(({ job }) => ({ jobId: job.id }), teamAmongMembers),
  'jobs.retry': once(({ failedJob }) => ({ jobId: failedJob.id }), teamAmongMembers),

  'requests.list': { ...list({ ok: members, nothing: ['stranger', 'removed', ...guests] }), input: () => ({}) },
  'requests.add': call(
    ({ song }) => ({ songId: song.id, service: 'mix', brief: 'Warm.', references: [], includedRounds: 2 }),
    { ok: ['artist'], not_allowed: ['engineer', ...seenBySong] },
  ),
  'requests.accept': once(({ request }) => ({ requestId: request.id }), engineerAmongMembers),
  'requests.decline': once(({ request }) => ({ requestId: request.id }), engineerAmongMembers),
  'requests.ask': once(({ request }) => ({ requestId: request.id, body: 'Which?' }), engineerAmongMembers),
  'requests.reply': once(({ askedRequest }) => ({ requestId: askedRequest.id, body: 'That.' }), ownerAmongMembers),
  'requests.withdraw': once(({ request }) => ({ requestId: request.id }), ownerAmongMembers),

  'shareLinks.list': call(({ project }) => ({ projectId: project.id }), teamOfProject),
  'shareLinks.add': call(
    ({ project, song }) => ({
      projectId: project.id,
      scope: 'song',
      songId: song.id,
      name: 'Label',
      rights: ['listen'],
      followLatest: false,
    }),
    teamOfProject,
  ),
  'shareLinks.revoke': once(({ shareLink }) => ({ shareLinkId: shareLink.id }), teamAmongMembers),
  'shareLinks.preview': call(({ shareLink }) => ({ token: shareLink.token }), everybody),
  'shareLinks.enter': call(({ shareLink }) => ({ token: shareLink.token, name: 'Gil' }), everybody),

  'notifications.list': call(nothing, usersOnly),
  'notifications.markRead': call(() => ({ all: true }), usersOnly),

  'events.since': call(({ project }) => ({ projectId: project.id, seq: 0, limit: 500 }), {
    ok: [...members, ...guests],
  }),

  // Their own invitations at most; http.test.ts shows who sits at the machine.
  'outbox.list': call(nothing, { ok: users, not_found: ['anonymous', 'expired', ...guests] }),
};
