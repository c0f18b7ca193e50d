import type { BlindTestState } from '@sweetspot/protocol';
import type { Author } from '../access/author.ts';
import { notify } from '../notifications/notify.ts';
import type { TransactionContext } from '../transaction.ts';
import { announceVote, type RunningVote } from './announce-vote.ts';

const news: Record<Exclude<BlindTestState, 'running'>, string> = {
  finished: 'Everybody has voted',
  stopped: 'The vote was closed',
  version_removed: 'The vote ended, because one of its versions was removed',
};

/** Ends a running vote, in the caller's transaction: from now on everybody who may see it sees who chose what. */
export async function endVote(
  { db, clock }: TransactionContext,
  projectId: string,
  vote: RunningVote,
  state: Exclude<BlindTestState, 'running'>,
  author: Author,
): Promise<void> {
  await db.blindTest.update({ where: { id: vote.id }, data: { state, endedAt: clock.now() } });
  await announceVote(db, projectId, 'vote.ended', vote, author);
  const userIds = [vote.startedByUserId, ...vote.voters.map(({ userId }) => userId)].filter((id) => id !== null);
  await notify(db, {
    projectId,
    songId: vote.songId,
    type: 'vote.ended',
    text: `${news[state]}: “${vote.question}”`,
    target: { blindTestId: vote.id },
    to: userIds,
    exceptUserId: author.userId,
  });
}
