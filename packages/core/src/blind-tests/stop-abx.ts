import { AppError, type BlindTestView, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadBlindTestFor } from '../access/load.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { blindTestViews } from './blind-test-view.ts';

export const stopAbxInput = z.object({ blindTestId: idSchema });

/** Gives an ABX test up; it stays on record as given up, without a verdict. */
export async function stopAbx(ctx: Context, { blindTestId }: z.infer<typeof stopAbxInput>): Promise<BlindTestView> {
  const { access } = await loadBlindTestFor(ctx, blindTestId, 'blind-test.take');
  return changeProject(ctx, access.projectId, async (tx) => {
    const { record: test } = await loadBlindTestFor(tx, blindTestId, 'blind-test.take');
    if (test.kind !== 'abx') throw new AppError('bad_input', 'This is a vote, not an ABX test.');
    if (test.state === 'running') {
      const data = { state: 'stopped', endedAt: tx.clock.now() } as const;
      await tx.db.blindTest.update({ where: { id: blindTestId }, data });
      Object.assign(test, data);
    }
    const [view] = await blindTestViews(tx.db, [test], access.reader);
    return view!;
  });
}
