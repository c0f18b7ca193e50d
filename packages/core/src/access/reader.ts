import type { Actor, Role, ShareRight, ShareScope } from '@sweetspot/protocol';
import type { Clock, Db } from '../context.ts';
import type { Author } from './author.ts';
import { systemAuthor } from './author.ts';
import { type Action, allows, type Grant } from './policy.ts';

/** What access needs of a context, inside a transaction or outside. */
export type AccessContext = { db: Db; actor: Actor; clock: Clock };

/** A share link that somebody has entered, and as whom. */
export type Pass = {
  guestId: string;
  name: string;
  shareLinkId: string;
  scope: ShareScope;
  songId: string | null;
  versionId: string | null;
  followLatest: boolean;
  rights: readonly ShareRight[];
  /** From then on it is none. */
  expiresAt: Date | null;
};

/** What the actor holds in one project. */
export type Reader = {
  projectId: string;
  /** As a member or as the worker: valid everywhere in the project. */
  memberGrants: readonly Grant[];
  role: Role | null;
  member: Author | null;
  /** Valid where the link reaches. */
  passes: readonly Pass[];
};

/** Where an object lies. `latest`: the newest ready version of its kind. */
export type Place = {
  songId?: string;
  version?: { id: string; ready: boolean; latest: boolean };
};

/**
 * True when the link reaches the place. Guests only get versions that can be heard; a link that follows the latest shows
 * the newest of each kind; a link to one version shows the song around it, for its title and stage, and no other version.
 */
export function passCovers(pass: Pass, place: Place): boolean {
  if (place.songId !== undefined && pass.scope !== 'project' && pass.songId !== place.songId) return false;
  if (place.version === undefined) return true;
  if (!place.version.ready) return false;
  if (pass.scope === 'version') return pass.versionId === place.version.id;
  return !pass.followLatest || place.version.latest;
}

export const coveringPasses = (reader: Reader, place: Place): Pass[] =>
  reader.passes.filter((pass) => passCovers(pass, place));

/** Everything the reader holds at a place. Rights of links that do not reach it do not count. */
export function grantsAt(reader: Reader, place: Place): Grant[] {
  const linked = coveringPasses(reader, place).flatMap((pass) => pass.rights.map((right): Grant => `link:${right}`));
  return [...new Set([...reader.memberGrants, ...linked])];
}

/** As whom the reader acts at a place: as a member, else as the guest of a link that allows the action. */
export function authorAt(reader: Reader, place: Place, action: Action): Author {
  if (reader.member !== null) return reader.member;
  const covering = coveringPasses(reader, place);
  const pass =
    covering.find(({ rights }) =>
      allows(
        rights.map((right): Grant => `link:${right}`),
        action,
      ),
    ) ?? covering[0];
  return pass === undefined ? systemAuthor : { userId: null, guestId: pass.guestId, name: pass.name };
}

/** Everything the actor can reach; with `projectId` only there. Empty for strangers, and for the users that were removed. */
export async function listReaders(ctx: AccessContext, projectId?: string): Promise<Reader[]> {
  const { db, actor } = ctx;
  switch (actor.kind) {
    case 'anonymous':
      return [];
    case 'worker':
      return projectId === undefined
        ? []
        : [{ projectId, memberGrants: ['worker'], role: null, member: systemAuthor, passes: [] }];
    case 'guest':
      return readersOf([], await listPasses(ctx, { id: { in: [...actor.guestIds] } }, projectId));
    case 'user': {
      const [user, passes] = await Promise.all([
        db.user.findFirst({
          where: { id: actor.userId, deletedAt: null },
          select: {
            name: true,
            memberships: {
              where: { projectId, project: { deletedAt: null } },
              select: { projectId: true, role: true, project: { select: { ownerId: true } } },
            },
          },
        }),
        listPasses(ctx, { userId: actor.userId }, projectId),
      ]);
      if (user === null) return [];
      const memberships = user.memberships.map(({ projectId, role, project }) => ({
        projectId,
        role,
        owner: project.ownerId === actor.userId,
        author: { userId: actor.userId, guestId: null, name: user.name },
      }));
      return readersOf(memberships, passes);
    }
  }
}

/** What the actor holds in a project; null for strangers. */
export async function findReader(ctx: AccessContext, projectId: string): Promise<Reader | null> {
  const [reader] = await listReaders(ctx, projectId);
  return reader ?? null;
}

type Membership = { projectId: string; role: Role; owner: boolean; author: Author };

function readersOf(memberships: Membership[], passes: (Pass & { projectId: string })[]): Reader[] {
  const projectIds = new Set([...memberships, ...passes].map(({ projectId }) => projectId));
  return [...projectIds].map((projectId) => {
    const membership = memberships.find((one) => one.projectId === projectId);
    const memberGrants: Grant[] = membership ? (membership.owner ? [membership.role, 'owner'] : [membership.role]) : [];
    return {
      projectId,
      memberGrants,
      role: membership?.role ?? null,
      member: membership?.author ?? null,
      passes: passes.filter((pass) => pass.projectId === projectId),
    };
  });
}

async function listPasses(
  { db, clock }: AccessContext,
  who: { id: { in: string[] } } | { userId: string },
  projectId?: string,
): Promise<(Pass & { projectId: string })[]> {
  const guests = await db.guest.findMany({
    where: {
      ...who,
      shareLink: {
        projectId,
        project: { deletedAt: null },
        revokedAt: null,
        OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }],
      },
    },
    select: { id: true, name: true, shareLink: true },
    orderBy: { createdAt: 'asc' },
  });
  return guests.map(({ id, name, shareLink }) => ({
    guestId: id,
    name,
    shareLinkId: shareLink.id,
    projectId: shareLink.projectId,
    scope: shareLink.scope,
    songId: shareLink.songId,
    versionId: shareLink.versionId,
    followLatest: shareLink.followLatest,
    rights: shareLink.rights,
    expiresAt: shareLink.expiresAt,
  }));
}
