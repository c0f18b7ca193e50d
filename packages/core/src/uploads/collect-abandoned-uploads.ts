import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemAuthor } from '../access/author.ts';
import type { Context } from '../context.ts';
import { endUpload } from './end-upload.ts';
import { removeUploadedBytes, uploadIdOf } from './upload-path.ts';

/** An upload that nobody continued for this long is given up. */
export const abandonedAfterMs = 7 * 24 * 3600 * 1000;
/** The same for one without bytes here: another machine may be gathering them. */
export const abandonedElsewhereAfterMs = 4 * abandonedAfterMs;
/** Bytes whose upload has ended are left alone this long: somebody may be reading them. */
const leftoverAfterMs = 3600 * 1000;

/**
 * Gives up uploads that nobody continued for a week, and removes bytes that no open upload gathers. Answers the ids of
 * the uploads given up and of the leftovers removed. For the processes that take uploads, which have the folder; does
 * nothing before its first upload.
 */
export async function collectAbandonedUploads(
  ctx: Context,
  { uploadDirectory }: { uploadDirectory: string },
): Promise<{ abandoned: string[]; removed: string[] }> {
  const now = ctx.clock.now().getTime();
  const lastTouch = await listTouches(uploadDirectory);
  if (lastTouch === null) return { abandoned: [], removed: [] };
  const abandoned: string[] = [];
  const old = await ctx.db.upload.findMany({
    where: { state: 'open', updatedAt: { lt: new Date(now - abandonedAfterMs) } },
  });
  for (const upload of old) {
    const touchedAt = lastTouch.get(upload.id);
    const isInUse =
      touchedAt === undefined
        ? upload.updatedAt.getTime() > now - abandonedElsewhereAfterMs
        : touchedAt > now - abandonedAfterMs;
    if (isInUse) continue;
    const end = {
      state: 'abandoned',
      failureCode: 'abandoned',
      failureMessage: 'This upload was given up after a week without progress. Start it again.',
    } as const;
    if (await endUpload(ctx, { upload, author: systemAuthor, end, uploadDirectory })) abandoned.push(upload.id);
  }

  const gathered = [...lastTouch].filter(([, touchedAt]) => touchedAt < now - leftoverAfterMs).map(([id]) => id);
  const open = await ctx.db.upload.findMany({
    where: { id: { in: gathered }, state: 'open' },
    select: { id: true },
  });
  const openIds = new Set(open.map(({ id }) => id));
  const removed = gathered.filter((id) => !openIds.has(id) && !abandoned.includes(id));
  for (const id of removed) await removeUploadedBytes(uploadDirectory, id);
  return { abandoned, removed };
}

/** When the bytes of each upload were last written to. */
async function listTouches(uploadDirectory: string): Promise<Map<string, number> | null> {
  const touches = new Map<string, number>();
  const names = await readdir(uploadDirectory).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (names === null) return null;
  for (const name of names) {
    const id = uploadIdOf(name);
    if (id === null) continue;
    const found = await stat(join(uploadDirectory, name)).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return null;
      throw error;
    });
    if (found) touches.set(id, Math.max(touches.get(id) ?? 0, found.mtimeMs));
  }
  return touches;
}
