import type { Approval, Prisma } from '../../client/client.ts';
import type { Db } from './db.ts';

/** A yes to exactly the version's file, unless said otherwise. */
export async function makeApproval(
  db: Db,
  data: Partial<Prisma.ApprovalUncheckedCreateInput> & { versionId: string },
): Promise<Approval> {
  const version = await db.version.findUniqueOrThrow({ where: { id: data.versionId }, include: { file: true } });
  return db.approval.create({
    data: { fileSha256: version.file.sha256, decision: 'approved', ...data, songId: version.songId },
  });
}
