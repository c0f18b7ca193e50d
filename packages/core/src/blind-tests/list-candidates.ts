import { type BlindCandidate, idSchema, votedVersions } from '@sweetspot/protocol';
import { z } from 'zod';
import { findAudibleVersions } from '../access/audible-versions.ts';
import { loadSongFor } from '../access/load.ts';
import { allows, type Grant } from '../access/policy.ts';
import { type AccessContext, findReader, type Pass, type Reader } from '../access/reader.ts';
import type { Context } from '../context.ts';
import { guestView, userSelect, userView } from '../people/person-view.ts';
import { findComparable } from './find-comparable.ts';

export const votedVersionIdsSchema = z
  .array(idSchema)
  .min(votedVersions.least, 'A vote needs two versions at least.')
  .max(votedVersions.most, `More than ${votedVersions.most} versions are more than one can keep in mind.`);

export const listCandidatesInput = z.object({ songId: idSchema, versionIds: votedVersionIdsSchema });

/** Who can hear all these versions, and so can be asked to vote on them. */
export async function listCandidates(
  ctx: Context,
  { songId, versionIds }: z.infer<typeof listCandidatesInput>,
): Promise<BlindCandidate[]> {
  const { access } = await loadSongFor(ctx, songId, 'vote.start');
  await findComparable(ctx, access.reader, { songId, versionIds });
  return findCandidates(ctx, access.reader, { songId, versionIds });
}

/** Of all guests, the last ones seen. */
const guestsAtMost = 50;

/**
 * Members hear all versions. Guests are candidates where their link reaches every one of these and lets them comment; the
 * team alone is told of them, for the links are the team's.
 */
export async function findCandidates(
  ctx: AccessContext,
  reader: Reader,
  { songId, versionIds }: { songId: string; versionIds: readonly string[] },
): Promise<BlindCandidate[]> {
  const { projectId } = reader;
  const members = await ctx.db.member.findMany({
    where: { projectId },
    include: { user: { select: userSelect }, project: { select: { ownerId: true } } },
    orderBy: { createdAt: 'asc' },
  });
  const candidates: BlindCandidate[] = members.map(({ user, role, project }) => ({
    person: userView(user),
    team: role !== 'client' || user.id === project.ownerId,
  }));
  if (!allows(reader.memberGrants, 'share.manage')) return candidates;

  const memberIds = members.map(({ userId }) => userId);
  const guests = await ctx.db.guest.findMany({
    where: { shareLink: { projectId, revokedAt: null }, OR: [{ userId: null }, { userId: { notIn: memberIds } }] },
    select: { id: true },
    orderBy: { lastSeenAt: 'desc' },
    take: guestsAtMost,
  });
  const guestIds = guests.map(({ id }) => id);
  const passes = (await findReader({ ...ctx, actor: { kind: 'guest', guestIds } }, projectId))?.passes ?? [];
  for (const pass of passes) {
    if (await hearsAll(ctx, projectId, pass, { songId, versionIds }))
      candidates.push({ person: guestView({ id: pass.guestId, name: pass.name }), team: false });
  }
  return candidates;
}

async function hearsAll(
  { db }: AccessContext,
  projectId: string,
  pass: Pass,
  { songId, versionIds }: { songId: string; versionIds: readonly string[] },
): Promise<boolean> {
  const rights = pass.rights.map((right): Grant => `link:${right}`);
  if (!allows(rights, 'comment.add')) return false;
  const guest: Reader = { projectId, memberGrants: [], role: null, member: null, passes: [pass] };
  const audible = await findAudibleVersions({ db }, guest, songId);
  return versionIds.every((id) => audible.has(id));
}
