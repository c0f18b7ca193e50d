import { idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { endAccess } from '../access/end-access.ts';
import { loadShareLinkFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { changeProject } from '../transaction.ts';

export const revokeShareLinkInput = z.object({ shareLinkId: idSchema });

/** Ends a link for everybody who has it, at once. What they wrote stays. */
export async function revokeShareLink(
  ctx: Context,
  { shareLinkId }: z.infer<typeof revokeShareLinkInput>,
): Promise<void> {
  const { access } = await loadShareLinkFor(ctx, shareLinkId, 'share.manage');
  const { projectId, author } = access;
  await changeProject(ctx, projectId, async ({ db, clock }) => {
    const { count } = await db.shareLink.updateMany({
      where: { id: shareLinkId, revokedAt: null },
      data: { revokedAt: clock.now() },
    });
    if (count === 0) return; // Revoked already.
    await addAuditEntry(db, { projectId, author, action: 'share-link.revoked', subjectId: shareLinkId });
    await appendEvent(db, {
      projectId,
      type: 'share-link.revoked',
      payload: { shareLinkId },
      actor: eventActor(author),
      visibility: 'team',
    });
    await endAccess(db, { kind: 'share-link', projectId, shareLinkId });
  });
}
