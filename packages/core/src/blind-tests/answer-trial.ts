import { AppError, type BlindTestView, idSchema, trialCounts } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadBlindTestFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { isXA } from './blind-order.ts';
import { blindTestViews } from './blind-test-view.ts';

export const answerTrialInput = z.object({
  blindTestId: idSchema,
  /** 1, 2, 3 …; the next one that is open. */
  number: z.number().int().min(1).max(trialCounts.most),
  said: z.enum(['A', 'B']),
});

/**
 * Says what X is in one trial; whether that is right is told after the last one, which ends the test. Sent again it answers
 * the same; another answer to an answered trial is a `conflict`.
 */
export async function answerTrial(ctx: Context, input: z.infer<typeof answerTrialInput>): Promise<BlindTestView> {
  const { blindTestId, number, said } = input;
  const { access } = await loadBlindTestFor(ctx, blindTestId, 'blind-test.take');

  return changeProject(ctx, access.projectId, async (tx) => {
    const { db, clock } = tx;
    const { record: test } = await loadBlindTestFor(tx, blindTestId, 'blind-test.take');
    if (test.kind !== 'abx') throw new AppError('bad_input', 'This is a vote, not an ABX test.');
    const given = test.trials.find((trial) => trial.number === number);
    const saidA = said === 'A';
    if (given?.saidA !== saidA) {
      if (given) throw new AppError('conflict', 'This trial is answered already.');
      if (test.state !== 'running') throw new AppError('conflict', 'This test has ended.');
      if (number !== test.trials.length + 1) throw new AppError('conflict', 'The trials are answered in their order.');
      const now = clock.now();
      const xIsA = isXA(test, number);
      await db.blindTrial.create({ data: { blindTestId, number, xIsA, saidA, answeredAt: now } });
      if (number === test.trialCount) {
        await db.blindTest.update({ where: { id: blindTestId }, data: { state: 'finished', endedAt: now } });
      }
    }
    const { record: after } = await loadBlindTestFor(tx, blindTestId, 'blind-test.take');
    const [view] = await blindTestViews(db, [after], access.reader);
    return view!;
  });
}
