import type { Prisma } from '@sweetspot/prisma';
import { type Author, eventActor } from '../access/author.ts';
import { endAccess } from '../access/end-access.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { settleVotes } from '../blind-tests/settle-votes.ts';
import { appendEvent } from '../events/append-event.ts';
import type { TransactionContext } from '../transaction.ts';

/** Ends those of a project's links that are not revoked yet, in the caller's transaction, with an event for each. */
export async function endShareLinks(
  tx: TransactionContext,
  { projectId, author, which }: { projectId: string; author: Author; which: Prisma.ShareLinkWhereInput },
): Promise<void> {
  const { db, clock } = tx;
  const links = await db.shareLink.updateManyAndReturn({
    where: { ...which, projectId, revokedAt: null },
    data: { revokedAt: clock.now() },
  });
  for (const { id: shareLinkId } of links) {
    await addAuditEntry(db, { projectId, author, action: 'share-link.revoked', subjectId: shareLinkId });
    await appendEvent(db, {
      projectId,
      type: 'share-link.revoked',
      payload: { shareLinkId },
      actor: eventActor(author),
      visibility: 'team',
    });
    await endAccess(db, { kind: 'share-link', projectId, shareLinkId });
  }
  if (links.length > 0) await settleVotes(tx, projectId);
}
