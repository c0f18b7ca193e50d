import { Prisma } from '@sweetspot/prisma';
import { systemAuthor } from '../access/author.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context, Db } from '../context.ts';
import { inTransaction } from '../transaction.ts';
import { lockOriginalForRemoval } from './hold-original.ts';
import { originalKey } from './storage.ts';

const dayMs = 24 * 3600 * 1000;

/** `freed`: hashes of originals. `freedBytes`: of those, with what was derived from them, and of archives of deliveries. */
export type FreedReport = { freed: string[]; freedBytes: bigint };

/**
 * Gives up the bytes of what was removed long ago and is named by nothing that lives: its rows are marked, and from then
 * on no row refers to the original and its derived files, which `sweepOrphans` removes as it does any others. Safe beside
 * uploads of the same content: who is about to refer to it holds it, and a row that was added meanwhile is seen under the
 * lock.
 *
 * @param keptDays how long after its removal a stem, version, song or project keeps its files.
 */
export async function freeRemoved(ctx: Context, { keptDays }: { keptDays: number }): Promise<FreedReport> {
  const report: FreedReport = { freed: [], freedBytes: 0n };
  const before = new Date(ctx.clock.now().getTime() - keptDays * dayMs);
  for (const sha256 of await listFreeable(ctx.db, before)) {
    const sizeBytes = await sizeInStorage(ctx, sha256);
    const isFreed = await inTransaction(ctx, (tx) => markFreed(tx, { sha256, sizeBytes, before }));
    if (!isFreed) continue;
    report.freed.push(sha256);
    report.freedBytes += sizeBytes;
  }
  report.freedBytes += await freeArchives(ctx.db, before);
  return report;
}

/** Gives up the archives of deliveries whose song was removed long ago; answers their bytes. */
async function freeArchives(db: Db, before: Date): Promise<bigint> {
  const [freed] = await db.$queryRaw<{ bytes: bigint }[]>`
    WITH given AS (
      UPDATE "Delivery" SET "zipKey" = NULL
      WHERE "zipKey" IS NOT NULL AND "songId" NOT IN (${songsKept(before)}) RETURNING "zipSizeBytes"
    ) SELECT COALESCE(sum("zipSizeBytes"), 0)::bigint AS "bytes" FROM given`;
  return freed?.bytes ?? 0n;
}

async function markFreed(
  { db, clock }: Pick<Context, 'clock'> & { db: Db },
  { sha256, sizeBytes, before }: { sha256: string; sizeBytes: bigint; before: Date },
): Promise<boolean> {
  if (!(await lockOriginalForRemoval(db, sha256))) return false;
  if ((await listFreeable(db, before, sha256)).length === 0) return false;
  const files = await db.audioFile.findMany({ where: { sha256, freedAt: null } });
  await db.audioFile.updateMany({ where: { sha256, freedAt: null }, data: { freedAt: clock.now() } });
  for (const { id, projectId, originalName } of files) {
    await addAuditEntry(db, {
      projectId,
      author: systemAuthor,
      action: 'file.freed',
      subjectId: id,
      detail: { originalName, sha256, sizeBytes: String(sizeBytes) },
    });
  }
  return true;
}

/** Bytes of an original and of everything that was derived from it. */
async function sizeInStorage({ storage }: Pick<Context, 'storage'>, sha256: string): Promise<bigint> {
  let total = (await storage.findSize(originalKey(sha256))) ?? 0n;
  for await (const { sizeBytes } of storage.list(`derived/${sha256.slice(0, 2)}/${sha256}/`)) total += sizeBytes;
  return total;
}

/** Songs that are there, or were removed, themselves or with their project, since a moment. */
const songsKept = (before: Date) => Prisma.sql`
  SELECT song."id" FROM "Song" song JOIN "Project" project ON project."id" = song."projectId"
  WHERE COALESCE(LEAST(song."deletedAt", project."deletedAt") >= ${before}, true)`;

/**
 * The contents, by hash, of which every row was removed before a moment, and which nothing needs of the songs that are kept:
 * no standing yes, no delivery, no version that was rendered from it (a reference is only listened to) or whose recipe speaks
 * of it. Nor any work that is waiting or under way: what was rendered for a master whose alternates are to be delivered is
 * rendered for them again.
 */
async function listFreeable(db: Db, before: Date, sha256?: string): Promise<string[]> {
  const rows = await db.$queryRaw<{ sha256: string }[]>`
    WITH kept AS (${songsKept(before)})
    SELECT f."sha256"
    FROM "AudioFile" f
    JOIN "Project" project ON project."id" = f."projectId"
    LEFT JOIN "Stem" stem ON stem."fileId" = f."id"
    LEFT JOIN "Version" version ON version."fileId" = f."id"
    LEFT JOIN "Song" song ON song."id" = COALESCE(stem."songId", version."songId")
    WHERE f."freedAt" IS NULL ${sha256 === undefined ? Prisma.empty : Prisma.sql`AND f."sha256" = ${sha256}`}
    GROUP BY f."sha256"
    HAVING bool_and(COALESCE(
        LEAST(stem."removedAt", version."removedAt", song."deletedAt", project."deletedAt") < ${before}, false))
      AND NOT EXISTS (
        SELECT FROM "Approval" WHERE "fileSha256" = f."sha256" AND "decision" = 'approved' AND "withdrawnAt" IS NULL
          AND "songId" IN (SELECT "id" FROM kept))
      AND NOT EXISTS (
        SELECT FROM "Delivery" WHERE "fileSha256" = f."sha256" AND "songId" IN (SELECT "id" FROM kept))
      AND NOT EXISTS (
        SELECT FROM "Job" WHERE "subjectId" = ANY(array_agg(f."id")) AND "state" IN ('queued', 'running'))
      AND NOT EXISTS (
        SELECT FROM "Render" render
        JOIN "Job" job ON job."id" = render."jobId"
        LEFT JOIN "Version" made ON made."renderId" = render."id" AND made."removedAt" IS NULL
          AND made."songId" IN (SELECT "id" FROM kept)
        WHERE render."inputs" @> jsonb_build_array(jsonb_build_object('sha256', f."sha256"))
          AND (job."state" IN ('queued', 'running') OR (made."id" IS NOT NULL
            AND EXISTS (
              SELECT FROM jsonb_array_elements(render."inputs") AS input
              WHERE input ->> 'sha256' = f."sha256" AND input -> 'reference' IS NULL))))
      AND NOT EXISTS (
        SELECT FROM "Delivery" delivery
        JOIN "Job" job ON job."id" = delivery."jobId" AND job."state" IN ('queued', 'running')
        JOIN "Version" master ON master."id" = delivery."versionId"
        JOIN "Render" mastering ON mastering."id" = master."renderId"
        LEFT JOIN "Version" mix ON mastering."inputs" @> jsonb_build_array(jsonb_build_object('versionId', mix."id"))
        LEFT JOIN "Render" mixing ON mixing."id" = mix."renderId"
        WHERE delivery."alternates" IS NOT NULL
          AND (mastering."inputs" || COALESCE(mixing."inputs", '[]'::jsonb))
            @> jsonb_build_array(jsonb_build_object('sha256', f."sha256")))
      AND NOT EXISTS (
        SELECT FROM "Version" heir, unnest(array_agg(stem."id") || array_agg(version."id")) AS named
        WHERE heir."removedAt" IS NULL AND heir."songId" = ANY(array_agg(song."id"))
          AND heir."songId" IN (SELECT "id" FROM kept)
          AND strpos(heir."recipe"::text, named::text) > 0)`;
  return rows.map((row) => row.sha256);
}
