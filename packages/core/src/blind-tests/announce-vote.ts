import type { BlindTest, BlindVoter } from '@sweetspot/prisma';
import { type Author, eventActor } from '../access/author.ts';
import type { Db } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';

export type RunningVote = BlindTest & { voters: BlindVoter[] };

/**
 * Tells live pages of a vote, in the caller's transaction: the team by an event of its own. Where others were asked as well
 * they hear, with everybody, only that something about the song is new: who was not asked does not learn of the vote.
 */
export async function announceVote(
  db: Db,
  projectId: string,
  type: 'vote.started' | 'vote.updated' | 'vote.ended',
  { id, songId, voters, startedByUserId }: RunningVote,
  author: Author,
): Promise<void> {
  const actor = eventActor(author);
  await appendEvent(db, { projectId, type, payload: { songId, blindTestId: id }, actor, visibility: 'team' });
  const userIds = [startedByUserId, ...voters.map(({ userId }) => userId)].filter((userId) => userId !== null);
  const clients = await db.member.count({ where: { projectId, role: 'client', userId: { in: userIds } } });
  if (clients > 0 || voters.some(({ guestId }) => guestId !== null))
    await appendEvent(db, { projectId, type: 'song.updated', payload: { songId }, actor });
}
