import { idSchema, notFound } from '@sweetspot/protocol';
import { z } from 'zod';
import { endAccess } from '../access/end-access.ts';
import { requireUser } from '../access/require-user.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { inTransaction } from '../transaction.ts';

export const revokeAccessTokenInput = z.object({ tokenId: idSchema });

/** Ends a token of the signed-in person; uploads and downloads that go on by it are cut. */
export async function revokeAccessToken(
  ctx: Context,
  { tokenId }: z.infer<typeof revokeAccessTokenInput>,
): Promise<void> {
  const user = await requireUser(ctx);
  await inTransaction(ctx, async ({ db }) => {
    const token = await db.accessToken.findFirst({ where: { id: tokenId, userId: user.id } });
    if (token === null) throw notFound('This access token');
    await db.accessToken.delete({ where: { id: tokenId } });
    await addAuditEntry(db, {
      projectId: null,
      author: { userId: user.id, guestId: null, name: user.name },
      action: 'access-token.revoked',
      subjectId: tokenId,
      detail: { name: token.name },
    });
    await endAccess(db, { kind: 'sessions', userId: user.id });
  });
}
