import { AppError, type BlindTestView, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadBlindTestFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { changeProject } from '../transaction.ts';
import { blindTestViews } from './blind-test-view.ts';
import { endVote } from './end-vote.ts';

export const closeVoteInput = z.object({ blindTestId: idSchema });

/** Ends a vote before all have voted: by who started it, or by those who manage the project, should that person be gone. */
export async function closeVote(ctx: Context, { blindTestId }: z.infer<typeof closeVoteInput>): Promise<BlindTestView> {
  const { access } = await loadBlindTestFor(ctx, blindTestId, 'vote.close');
  const { projectId, author, reader } = access;
  return changeProject(ctx, projectId, async (tx) => {
    const { record: test } = await loadBlindTestFor(tx, blindTestId, 'vote.close');
    if (test.kind !== 'vote') throw new AppError('bad_input', 'This is an ABX test, not a vote.');
    if (test.state === 'running') {
      await addAuditEntry(tx.db, { projectId, author, action: 'vote.closed', subjectId: blindTestId });
      await endVote(tx, projectId, test, 'stopped', author);
    }
    const { record: after } = await loadBlindTestFor(tx, blindTestId, 'vote.close');
    const [view] = await blindTestViews(tx.db, [after], reader);
    return view!;
  });
}
