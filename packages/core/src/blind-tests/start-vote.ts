import { AppError, type BlindTestView, idSchema, voteMethodSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { lineSchema } from '../input/text.ts';
import { notify } from '../notifications/notify.ts';
import { changeProject } from '../transaction.ts';
import { announceVote } from './announce-vote.ts';
import { newSeed } from './blind-order.ts';
import { blindTestViews } from './blind-test-view.ts';
import { findComparable } from './find-comparable.ts';
import { findCandidates, votedVersionIdsSchema } from './list-candidates.ts';

/** Exact tests go through all ways to vote; of more people there are too many. */
const votersAtMost = 30;
const runningAtMost = 10;

export const startVoteInput = z.object({
  songId: idSchema,
  versionIds: votedVersionIdsSchema,
  question: lineSchema('The question', 200),
  method: voteMethodSchema,
  /** People by their ids, as `listCandidates` names them. */
  asked: z
    .array(z.object({ kind: z.enum(['user', 'guest']), id: idSchema }))
    .min(1, 'Choose who is asked.')
    .max(votersAtMost, `${votersAtMost} people can be asked at most.`),
});

/** Asks people which of some versions they prefer. Each hears them as A, B, C … in an order of their own. */
export async function startVote(ctx: Context, input: z.infer<typeof startVoteInput>): Promise<BlindTestView> {
  const { songId, versionIds, question, method, asked } = input;
  const { record: song, access } = await loadSongFor(ctx, songId, 'vote.start');
  const { author, reader, projectId } = access;

  return changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    await findComparable(tx, reader, { songId, versionIds });
    const candidates = await findCandidates(tx, reader, { songId, versionIds });
    const isCandidate = ({ kind, id }: { kind: string; id: string }) =>
      candidates.some(({ person }) => person.kind === kind && person.id === id);
    if (!asked.every(isCandidate)) {
      throw new AppError('conflict', 'Somebody you chose cannot hear all these versions. Choose again who is asked.');
    }
    const running = await db.blindTest.count({ where: { songId, kind: 'vote', state: 'running' } });
    if (running >= runningAtMost)
      throw new AppError('too_many', 'Many votes on this song are running. Close some first.');

    const ids = (of: 'user' | 'guest') => [...new Set(asked.filter(({ kind }) => kind === of).map(({ id }) => id))];
    const vote = await db.blindTest.create({
      data: {
        songId,
        kind: 'vote',
        versionIds,
        question,
        method,
        seed: newSeed(),
        startedByUserId: author.userId,
        createdAt: clock.now(),
        voters: {
          create: [...ids('user').map((userId) => ({ userId })), ...ids('guest').map((guestId) => ({ guestId }))],
        },
      },
      include: { voters: true, trials: true },
    });
    await announceVote(db, projectId, 'vote.started', vote, author);
    await notify(db, {
      projectId,
      songId,
      type: 'vote.started',
      text: `${author.name} asks you to vote blind on ${song.title}: “${question}”`,
      target: { blindTestId: vote.id },
      to: ids('user'),
      exceptUserId: author.userId,
    });
    const [view] = await blindTestViews(db, [vote], reader);
    return view!;
  });
}
