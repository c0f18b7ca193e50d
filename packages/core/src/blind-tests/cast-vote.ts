import { AppError, type BlindTestView, blindLetters, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { systemAuthor } from '../access/author.ts';
import { loadBlindTestFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { textSchema } from '../input/text.ts';
import { changeProject } from '../transaction.ts';
import { announceVote } from './announce-vote.ts';
import { lettersOf } from './blind-order.ts';
import { blindTestViews, findOwnVoter } from './blind-test-view.ts';
import { settleVotes } from './settle-votes.ts';

export const castVoteInput = z.object({
  blindTestId: idSchema,
  /** In the voter's own letters, best first: one to pick, all to rank. */
  choice: z.array(z.enum(blindLetters)).min(1).max(blindLetters.length),
  note: textSchema('The note', 2_000, 0).default(''),
});

/**
 * Votes, once and for good: who could change it would when they hear that others have. Nobody is told who voted; the last
 * vote ends it all. Sent again it answers the same.
 */
export async function castVote(ctx: Context, input: z.infer<typeof castVoteInput>): Promise<BlindTestView> {
  const { blindTestId, choice: letters, note } = input;
  const { access } = await loadBlindTestFor(ctx, blindTestId, 'blind-test.take');

  return changeProject(ctx, access.projectId, async (tx) => {
    const { db, clock } = tx;
    const { record: test } = await loadBlindTestFor(tx, blindTestId, 'blind-test.take');
    if (test.kind !== 'vote') throw new AppError('bad_input', 'This is an ABX test, not a vote.');
    const voter = findOwnVoter(access.reader, test.voters);
    if (voter === undefined) throw new AppError('not_allowed', 'You were not asked to vote here.');
    const order = lettersOf(test, voter);
    const choice = letters.map((letter) => order[blindLetters.indexOf(letter)]);
    const expected = test.method === 'pick' ? 1 : order.length;
    if (choice.includes(undefined) || new Set(choice).size !== choice.length || choice.length !== expected) {
      throw new AppError('bad_input', test.method === 'pick' ? 'Pick one.' : 'Put all of them in an order.');
    }
    const versionIds = choice.filter((id) => id !== undefined);
    if (voter.votedAt !== null) {
      const same = voter.note === note && voter.choice.join() === versionIds.join();
      if (!same) throw new AppError('conflict', 'You have voted already.');
    } else {
      if (test.state !== 'running') throw new AppError('conflict', 'This vote has ended.');
      await db.blindVoter.update({
        where: { id: voter.id },
        data: { choice: versionIds, note, votedAt: clock.now() },
      });
      await announceVote(db, access.projectId, 'vote.updated', test, systemAuthor);
      await settleVotes(tx, access.projectId);
    }
    const { record: after } = await loadBlindTestFor(tx, blindTestId, 'blind-test.take');
    const [view] = await blindTestViews(db, [after], access.reader);
    return view!;
  });
}
