import type { AccessTokenView } from '@sweetspot/protocol/views';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';

/** The tokens with which programs may act as the signed-in person, newest first. */
export async function listAccessTokens(ctx: Context): Promise<AccessTokenView[]> {
  const { id: userId, sessionVersion } = await requireUser(ctx);
  return ctx.db.accessToken.findMany({
    where: { userId, sessionVersion },
    select: { id: true, name: true, createdAt: true, lastUsedAt: true },
    orderBy: { id: 'desc' },
  });
}
