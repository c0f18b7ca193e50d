import type { Clock, Db } from '../context.ts';
import { hashToken } from '../secrets/token.ts';

export type GuestSession = { guestId: string; shareLinkId: string; projectId: string; name: string };

const tokensAtMost = 50;
const seenEveryMs = 60_000;

/**
 * The guests of the session tokens in a cookie, as far as their links still hold; what does not hold is left out. Notes
 * when they were last seen, to the minute. To be asked on each request.
 */
export async function listGuestSessions(
  { db, clock }: { db: Db; clock: Clock },
  sessionTokens: readonly string[],
): Promise<GuestSession[]> {
  if (sessionTokens.length === 0) return [];
  const now = clock.now();
  const guests = await db.guest.findMany({
    where: {
      sessionHash: { in: sessionTokens.slice(-tokensAtMost).map(hashToken) },
      shareLink: {
        revokedAt: null,
        project: { deletedAt: null },
        OR: [{ expiresAt: null }, { expiresAt: { gt: now } }],
      },
    },
    include: { shareLink: { select: { projectId: true } } },
  });
  const seen = new Date(now.getTime() - seenEveryMs);
  const stale = guests.filter(({ lastSeenAt }) => lastSeenAt < seen).map(({ id }) => id);
  if (stale.length > 0) await db.guest.updateMany({ where: { id: { in: stale } }, data: { lastSeenAt: now } });
  return guests.map(({ id, shareLinkId, shareLink, name }) => ({
    guestId: id,
    shareLinkId,
    projectId: shareLink.projectId,
    name,
  }));
}
