import { AppError, type BlindTestView, idSchema, trialCounts } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { newSeed } from './blind-order.ts';
import { blindTestViews } from './blind-test-view.ts';
import { findComparable } from './find-comparable.ts';

export const startAbxInput = z.object({
  songId: idSchema,
  versionIds: z.array(idSchema).length(2, 'An ABX test has two versions.'),
  /** Fixed before the first: who may go on until the result pleases gets the result that pleases. */
  trialCount: z
    .number()
    .int('Trials are whole.')
    .min(trialCounts.least, `Fewer than ${trialCounts.least} trials say nothing.`)
    .max(trialCounts.most, `More than ${trialCounts.most} trials are more than ears can take.`)
    .default(trialCounts.usual),
});

/** One person's ABX tests of one song; more are no listening. */
const atMost = 200;

/** Begins an ABX test of the actor's own. One that they left unfinished in this song is given up, and stays so on record. */
export async function startAbx(ctx: Context, input: z.infer<typeof startAbxInput>): Promise<BlindTestView> {
  const { songId, versionIds, trialCount } = input;
  const { access } = await loadSongFor(ctx, songId, 'abx.start');
  const { author, reader, projectId } = access;
  const by = { startedByUserId: author.userId, startedByGuestId: author.guestId };

  return changeProject(ctx, projectId, async ({ db, clock }) => {
    await findComparable({ db }, reader, { songId, versionIds });
    const own = { songId, kind: 'abx', ...by } as const;
    if ((await db.blindTest.count({ where: own })) >= atMost) {
      throw new AppError('too_many', 'You took very many tests of this song. Listen to another one.');
    }
    const now = clock.now();
    await db.blindTest.updateMany({ where: { ...own, state: 'running' }, data: { state: 'stopped', endedAt: now } });
    const test = await db.blindTest.create({
      data: { ...own, versionIds, trialCount, seed: newSeed(), createdAt: now },
      include: { voters: true, trials: true },
    });
    const [view] = await blindTestViews(db, [test], reader);
    return view!;
  });
}
