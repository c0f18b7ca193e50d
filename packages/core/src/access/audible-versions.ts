import type { Db } from '../context.ts';
import { allows, type Grant } from './policy.ts';
import { grantsAt, type Reader } from './reader.ts';

/** The versions of a song that the reader may hear, and what they hold on each. */
export async function findAudibleVersions(
  ctx: { db: Db },
  reader: Reader,
  songId: string,
): Promise<Map<string, readonly Grant[]>> {
  const versions = await ctx.db.version.findMany({
    where: { songId, removedAt: null },
    select: { id: true, kind: true, number: true, file: { select: { state: true } } },
  });
  const ready = versions.filter(({ file }) => file.state === 'ready');
  const held = versions.map((version) => {
    const latest = !ready.some(({ kind, number }) => kind === version.kind && number > version.number);
    const place = { songId, version: { id: version.id, ready: version.file.state === 'ready', latest } };
    return [version.id, grantsAt(reader, place)] as const;
  });
  return new Map(held.filter(([, grants]) => allows(grants, 'version.listen')));
}
