import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { lineSchema } from '../input/text.ts';
import { hashToken, newToken } from '../secrets/token.ts';
import { inTransaction } from '../transaction.ts';

const mostTokens = 50;

export const addAccessTokenInput = z.object({
  /** Of the program or machine, for its person. */
  name: lineSchema('The name', 80),
});

/**
 * Makes a token with which a program acts as the signed-in person. The answer is the only time that it is shown. Throws
 * `too_many` beyond fifty.
 */
export async function addAccessToken(
  ctx: Context,
  { name }: z.infer<typeof addAccessTokenInput>,
): Promise<{ id: string; token: string }> {
  const { id: userId } = await requireUser(ctx);
  const token = newToken();
  return inTransaction(ctx, async ({ db }) => {
    // One after another per person, and with the session version that holds when this is committed.
    await db.$queryRaw`SELECT 1 FROM "User" WHERE "id" = ${userId}::uuid FOR NO KEY UPDATE`;
    const user = await db.user.findUniqueOrThrow({ where: { id: userId } });
    const { sessionVersion } = user;
    // What was signed out is of no use to anybody.
    await db.accessToken.deleteMany({ where: { userId, sessionVersion: { not: sessionVersion } } });
    if ((await db.accessToken.count({ where: { userId } })) >= mostTokens) {
      throw new AppError('too_many', `You have ${mostTokens} access tokens. Revoke one that is not used any more.`);
    }
    const { id } = await db.accessToken.create({
      data: { userId, name, sessionVersion, tokenHash: hashToken(token) },
    });
    await addAuditEntry(db, {
      projectId: null,
      author: { userId, guestId: null, name: user.name },
      action: 'access-token.added',
      subjectId: id,
      detail: { name },
    });
    return { id, token };
  });
}
