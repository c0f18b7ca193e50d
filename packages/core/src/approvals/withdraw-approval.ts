import { AppError, idSchema, versionLabel } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadApprovalFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { notify } from '../notifications/notify.ts';
import { changeProject } from '../transaction.ts';

export const withdrawApprovalInput = z.object({ approvalId: idSchema });

/** Takes one's own yes or no back. Throws `conflict` when the song was delivered on it: it has to go back first. */
export async function withdrawApproval(
  ctx: Context,
  { approvalId }: z.infer<typeof withdrawApprovalInput>,
): Promise<void> {
  const { access } = await loadApprovalFor(ctx, approvalId, 'approval.withdraw');
  const { projectId, author } = access;
  await changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    const { record: approval } = await loadApprovalFor(tx, approvalId, 'approval.withdraw');
    if (approval.withdrawnAt !== null) return;
    const { version } = approval;
    if (version.song.stage === 'delivered' && approval.decision === 'approved') {
      throw new AppError('conflict', 'The song was delivered on this approval. It has to be moved back first.');
    }
    await db.approval.update({ where: { id: approvalId }, data: { withdrawnAt: clock.now() } });
    await addAuditEntry(db, { projectId, author, action: 'approval.withdrawn', subjectId: approvalId });
    await appendEvent(db, {
      projectId,
      type: 'approval.withdrawn',
      payload: { songId: version.songId, versionId: version.id, approvalId },
      actor: eventActor(author),
    });
    await notify(db, {
      projectId,
      songId: version.songId,
      type: 'approval.withdrawn',
      text: `${author.name} took back what they said of ${versionLabel(version)} of ${version.song.title}.`,
      target: { versionId: version.id },
      to: 'everyone',
      exceptUserId: author.userId,
    });
  });
}
