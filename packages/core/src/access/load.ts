import { AppError, idSchema, notFound } from '@sweetspot/protocol';
import type { Db } from '../context.ts';
import type { Author } from './author.ts';
import { listLatestVersionIds } from './latest-versions.ts';
import { type Action, allows, type Grant } from './policy.ts';
import { type AccessContext, authorAt, findReader, grantsAt, type Place, type Reader } from './reader.ts';
import { refusal } from './refusal.ts';

/** What the actor may do with a loaded object. */
export type Access = {
  projectId: string;
  /** On this object. */
  grants: readonly Grant[];
  /** As whom what follows is written. */
  author: Author;
  /** What the actor holds in the project as a whole, for lists. */
  reader: Reader;
};
export type Loaded<T> = { record: T; access: Access };

/** Where a record lies; `version.latest` is looked up when it matters. */
type Located = {
  projectId: string;
  songId?: string;
  version?: { id: string; ready: boolean };
  /** Whose it is, for what only authors may do. */
  authorUserId?: string | null;
  authorGuestId?: string | null;
  /** Who takes part in it, and may see it because of that. */
  participants?: readonly { authorUserId: string | null; authorGuestId: string | null }[];
};

type Kind<T> = {
  /** As the subject of "… does not exist, or you were not invited to it." */
  what: string;
  /** Null also for what was removed, itself or with what holds it. */
  find(db: Db, id: string): Promise<T | null>;
  locate(record: T): Located;
  /** Who may not do this does not learn that the record exists. */
  seenWith(record: T): Action;
};

/** The loader of one kind of object: the only way to read by id. */
function loaderOf<T>(kind: Kind<T>) {
  /**
   * Throws `not_signed_in` for nobody, `not_found` for who has no access to the object, and `not_allowed` for who may see
   * it but not do this.
   */
  return async (ctx: AccessContext, id: string, action: Action): Promise<Loaded<T>> => {
    if (ctx.actor.kind === 'anonymous') throw new AppError('not_signed_in', 'Sign in first.');
    const record = idSchema.safeParse(id).success ? await kind.find(ctx.db, id) : null;
    if (record === null) throw notFound(kind.what);
    const located = kind.locate(record);
    const reader = await findReader(ctx, located.projectId);
    if (reader === null) throw notFound(kind.what);

    const place = await placeOf(ctx.db, reader, located);
    const grants = grantsAt(reader, place);
    if (located.participants?.some((each) => isAuthor(reader, each))) grants.push('participant');
    if (!allows(grants, kind.seenWith(record))) throw notFound(kind.what);
    if (isAuthor(reader, located)) grants.push('author');
    if (!allows(grants, action)) throw refusal(action);
    return {
      record,
      access: { projectId: located.projectId, grants, author: authorAt(reader, place, action), reader },
    };
  };
}

async function placeOf(db: Db, reader: Reader, { songId, version }: Located): Promise<Place> {
  if (songId === undefined || version === undefined) return { songId };
  const asksForLatest = reader.passes.some(({ followLatest }) => followLatest);
  const latest = asksForLatest && (await listLatestVersionIds(db, [songId])).has(version.id);
  return { songId, version: { ...version, latest } };
}

/** True for what the actor wrote, as a member or as a guest. */
export function isAuthor(
  reader: Reader,
  { authorUserId, authorGuestId }: { authorUserId?: string | null; authorGuestId?: string | null },
): boolean {
  if (authorUserId != null) return reader.member?.userId === authorUserId;
  return authorGuestId != null && reader.passes.some(({ guestId }) => guestId === authorGuestId);
}

const presentProject = { deletedAt: null };
/** Without what was measured of the file: curves of hundreds of kilobytes, which those who show them fetch themselves. */
const withSongAndFile = { song: true, file: { omit: { analysis: true } } } as const;
const presentSong = { deletedAt: null, project: presentProject };

export const loadProjectFor = loaderOf({
  what: 'This project',
  find: (db, id) => db.project.findFirst({ where: { id, ...presentProject } }),
  locate: ({ id }) => ({ projectId: id }),
  seenWith: () => 'project.view',
});

export const loadMemberFor = loaderOf({
  what: 'This member',
  find: (db, id) =>
    db.member.findFirst({ where: { id, project: presentProject }, include: { user: true, project: true } }),
  locate: ({ projectId }) => ({ projectId }),
  seenWith: () => 'project.activity',
});

export const loadInvitationFor = loaderOf({
  what: 'This invitation',
  find: (db, id) =>
    db.invitation.findFirst({ where: { id, acceptedAt: null, revokedAt: null, project: presentProject } }),
  locate: ({ projectId }) => ({ projectId }),
  seenWith: () => 'project.activity',
});

export const loadShareLinkFor = loaderOf({
  what: 'This share link',
  find: (db, id) => db.shareLink.findFirst({ where: { id, project: presentProject } }),
  locate: ({ projectId }) => ({ projectId }),
  seenWith: () => 'project.activity',
});

export const loadSongFor = loaderOf({
  what: 'This song',
  find: (db, id) => db.song.findFirst({ where: { id, ...presentSong }, include: { project: true } }),
  locate: ({ id, projectId }) => ({ projectId, songId: id }),
  seenWith: () => 'song.view',
});

export const loadStemFor = loaderOf({
  what: 'This stem',
  find: (db, id) =>
    db.stem.findFirst({ where: { id, removedAt: null, song: presentSong }, include: { song: true, file: true } }),
  locate: ({ song }) => ({ projectId: song.projectId, songId: song.id }),
  seenWith: () => 'stem.view',
});

export const loadVersionFor = loaderOf({
  what: 'This version',
  find: (db, id) =>
    db.version.findFirst({ where: { id, removedAt: null, song: presentSong }, include: withSongAndFile }),
  locate: (version) => locateVersion(version),
  seenWith: () => 'version.listen',
});

export const loadCommentFor = loaderOf({
  what: 'This comment',
  find: (db, id) =>
    db.comment.findFirst({
      where: {
        id,
        deletedAt: null,
        OR: [{ parentId: null }, { parent: { deletedAt: null } }],
        version: { removedAt: null, song: presentSong },
      },
      include: { version: { include: withSongAndFile } },
    }),
  locate: ({ version, authorUserId, authorGuestId }) => ({ ...locateVersion(version), authorUserId, authorGuestId }),
  seenWith: ({ visibility }) => (visibility === 'team' ? 'comment.view-team' : 'version.listen'),
});

export const loadApprovalFor = loaderOf({
  what: 'This approval',
  find: (db, id) =>
    db.approval.findFirst({
      where: { id, version: { removedAt: null, song: presentSong } },
      include: { version: { include: withSongAndFile } },
    }),
  locate: ({ version, userId, guestId }) => ({
    ...locateVersion(version),
    authorUserId: userId,
    authorGuestId: guestId,
  }),
  seenWith: () => 'version.listen',
});

/** A file is seen through the stem or version that it is; a file of neither, or of a removed one, is not found. */
export const loadFileFor = loaderOf({
  what: 'This file',
  find: (db, id) =>
    db.audioFile.findFirst({
      where: {
        id,
        OR: [{ stem: { removedAt: null, song: presentSong } }, { version: { removedAt: null, song: presentSong } }],
      },
      include: { stem: true, version: true },
    }),
  locate: ({ projectId, stem, version, state }) => ({
    projectId,
    songId: version?.songId ?? stem?.songId,
    version: version === null ? undefined : { id: version.id, ready: state === 'ready' },
  }),
  seenWith: ({ version }) => (version === null ? 'stem.view' : 'version.listen'),
});

export const loadUploadFor = loaderOf({
  what: 'This upload',
  find: (db, id) => db.upload.findFirst({ where: { id, song: presentSong } }),
  locate: ({ projectId, songId, userId }) => ({ projectId, songId, authorUserId: userId }),
  seenWith: () => 'upload.view',
});

export const loadJobFor = loaderOf({
  what: 'This job',
  find: (db, id) => db.job.findFirst({ where: { id, song: presentSong } }),
  locate: ({ projectId, songId }) => ({ projectId, songId }),
  seenWith: () => 'job.view',
});

export const loadDeliveryFor = loaderOf({
  what: 'This delivery',
  find: (db, id) =>
    db.delivery.findFirst({
      where: { id, version: { removedAt: null, song: presentSong } },
      include: { version: { include: withSongAndFile } },
    }),
  locate: ({ version }) => locateVersion(version),
  seenWith: () => 'delivery.download',
});

export const loadRequestFor = loaderOf({
  what: 'This request',
  find: (db, id) => db.request.findFirst({ where: { id, song: presentSong }, include: { song: true } }),
  locate: ({ projectId, songId, createdById }) => ({ projectId, songId, authorUserId: createdById }),
  seenWith: () => 'request.view',
});

/** An ABX test is its person's own; a vote is seen by the team, by who started it and by who was asked. */
export const loadBlindTestFor = loaderOf({
  what: 'This blind test',
  find: (db, id) =>
    db.blindTest.findFirst({
      where: { id, song: presentSong },
      include: { song: true, voters: { orderBy: { id: 'asc' } }, trials: { orderBy: { number: 'asc' } } },
    }),
  locate: ({ song, startedByUserId, startedByGuestId, voters }) => {
    const author = { authorUserId: startedByUserId, authorGuestId: startedByGuestId };
    const asked = voters.map(({ userId, guestId }) => ({ authorUserId: userId, authorGuestId: guestId }));
    return { projectId: song.projectId, songId: song.id, ...author, participants: [author, ...asked] };
  },
  seenWith: ({ kind }) => (kind === 'abx' ? 'blind-test.take' : 'vote.view'),
});

function locateVersion(version: {
  id: string;
  song: { id: string; projectId: string };
  file: { state: string };
}): Located {
  return {
    projectId: version.song.projectId,
    songId: version.song.id,
    version: { id: version.id, ready: version.file.state === 'ready' },
  };
}
