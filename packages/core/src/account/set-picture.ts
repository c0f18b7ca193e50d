import { createHash } from 'node:crypto';
import { AppError } from '@sweetspot/protocol';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';

/** Sets the picture of the signed-in person, given as a WebP of 256 × 256 that the caller made; null removes it. */
export async function setPicture(ctx: Context, webp: Uint8Array | null): Promise<void> {
  const user = await requireUser(ctx);
  if (webp !== null && webp.length > 500_000) throw new AppError('too_large', 'This picture is too large.');
  const pictureKey =
    webp === null ? null : `pictures/${user.id}/${createHash('sha256').update(webp).digest('hex')}.webp`;
  if (webp !== null && pictureKey !== null) await ctx.storage.putBytes(pictureKey, webp);
  await ctx.db.user.update({ where: { id: user.id }, data: { pictureKey } });
  if (user.pictureKey !== null && user.pictureKey !== pictureKey) await ctx.storage.remove(user.pictureKey);
}
