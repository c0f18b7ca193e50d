import { AppError, decisionSchema, idSchema, sha256Schema, versionLabel } from '@sweetspot/protocol';
import type { ApprovalView } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadVersionFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { textSchema } from '../input/text.ts';
import { notify } from '../notifications/notify.ts';
import { changeProject } from '../transaction.ts';
import { approvalInclude, approvalView } from './approval-view.ts';

export const giveApprovalInput = z.object({
  versionId: idSchema,
  /** Of the file that the person heard and means. */
  fileSha256: sha256Schema,
  decision: decisionSchema,
  note: textSchema('The note', 2_000, 0).default(''),
});

/**
 * Says yes or no to exactly one file. What the same person said of this version before is withdrawn; saying the same again
 * answers the same approval. Throws `conflict` when the version has another file or cannot be heard.
 */
export async function giveApproval(ctx: Context, input: z.infer<typeof giveApprovalInput>): Promise<ApprovalView> {
  const { versionId, fileSha256, decision, note } = input;
  const { access } = await loadVersionFor(ctx, versionId, 'approval.give');
  const { projectId, author } = access;
  const by = { userId: author.userId, guestId: author.guestId };

  return changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    const { record: version } = await loadVersionFor(tx, versionId, 'approval.give');
    const label = versionLabel(version);
    if (version.kind === 'reference') throw new AppError('bad_input', 'A reference is not there to be approved.');
    if (version.file.state !== 'ready') throw new AppError('conflict', `${label} cannot be heard, so not be approved.`);
    if (version.file.sha256 !== fileSha256) {
      throw new AppError('conflict', `This is not the file of ${label} any more. Reload, listen, and decide again.`);
    }
    const standing = await db.approval.findFirst({
      where: { versionId, withdrawnAt: null, ...by },
      include: approvalInclude,
    });
    if (standing?.decision === decision && standing.fileSha256 === fileSha256 && standing.note === note) {
      return approvalView(standing, version);
    }
    const now = clock.now();
    await db.approval.updateMany({ where: { versionId, withdrawnAt: null, ...by }, data: { withdrawnAt: now } });
    const approval = await db.approval.create({
      data: { songId: version.songId, versionId, fileSha256, decision, note, ...by, createdAt: now },
      include: approvalInclude,
    });
    await addAuditEntry(db, {
      projectId,
      author,
      action: 'approval.given',
      subjectId: approval.id,
      detail: { versionId, fileSha256, decision },
    });
    await appendEvent(db, {
      projectId,
      type: 'approval.given',
      payload: { songId: version.songId, versionId, approvalId: approval.id },
      actor: eventActor(author),
    });
    await notify(db, {
      projectId,
      songId: version.songId,
      type: 'approval.given',
      text:
        decision === 'approved'
          ? `${author.name} approved ${label} of ${version.song.title}.`
          : `${author.name} turned ${label} of ${version.song.title} down.`,
      target: { versionId },
      to: 'everyone',
      exceptUserId: author.userId,
    });
    return approvalView(approval, version);
  });
}
