import { type BlindTestView, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import { allows } from '../access/policy.ts';
import type { Context } from '../context.ts';
import { blindTestViews } from './blind-test-view.ts';

export const listBlindTestsInput = z.object({ songId: idSchema });

/** The newest hundred of a song: one's own ABX tests, and the votes that one may know of. */
export async function listBlindTests(
  ctx: Context,
  { songId }: z.infer<typeof listBlindTestsInput>,
): Promise<BlindTestView[]> {
  const { access } = await loadSongFor(ctx, songId, 'song.view');
  const { reader } = access;
  const guestIds = reader.passes.map(({ guestId }) => guestId);
  const userId = reader.member?.userId ?? null;
  const mine = [{ userId }, { guestId: { in: guestIds } }].slice(userId === null ? 1 : 0);
  const started = [{ startedByUserId: userId }, { startedByGuestId: { in: guestIds } }].slice(userId === null ? 1 : 0);
  const tests = await ctx.db.blindTest.findMany({
    where: {
      songId,
      OR: [
        ...started,
        { kind: 'vote', ...(allows(access.grants, 'vote.view') ? {} : { voters: { some: { OR: mine } } }) },
      ],
    },
    include: { voters: { orderBy: { id: 'asc' } }, trials: { orderBy: { number: 'asc' } } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: 100,
  });
  return blindTestViews(ctx.db, tests, reader);
}
