import { systemAuthor } from '../access/author.ts';
import type { TransactionContext } from '../transaction.ts';
import type { RunningVote } from './announce-vote.ts';
import { endVote } from './end-vote.ts';

/**
 * After somebody voted or lost access, in the caller's transaction: who can no longer come is not waited for, and a vote
 * in which nobody is waited for ends. What somebody said before they left counts.
 */
export async function settleVotes(tx: TransactionContext, projectId: string): Promise<void> {
  const { db, clock } = tx;
  const votes: RunningVote[] = await db.blindTest.findMany({
    where: { kind: 'vote', state: 'running', song: { projectId, deletedAt: null } },
    include: { voters: true },
  });
  for (const vote of votes) {
    const waiting = vote.voters.filter(({ votedAt }) => votedAt === null);
    const userIds = waiting.map(({ userId }) => userId).filter((id) => id !== null);
    const guestIds = waiting.map(({ guestId }) => guestId).filter((id) => id !== null);
    const [members, guests] = await Promise.all([
      db.member.findMany({ where: { projectId, userId: { in: userIds } }, select: { userId: true } }),
      db.guest.findMany({
        where: {
          id: { in: guestIds },
          shareLink: { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: clock.now() } }] },
        },
        select: { id: true },
      }),
    ]);
    const here = new Set([...members.map(({ userId }) => userId), ...guests.map(({ id }) => id)]);
    const gone = waiting.filter(({ userId, guestId }) => !here.has((userId ?? guestId)!)).map(({ id }) => id);
    if (gone.length > 0) await db.blindVoter.deleteMany({ where: { id: { in: gone } } });
    if (gone.length < waiting.length) continue;
    const voters = vote.voters.filter(({ id }) => !gone.includes(id));
    await endVote(tx, projectId, { ...vote, voters }, voters.length > 0 ? 'finished' : 'stopped', systemAuthor);
  }
}
