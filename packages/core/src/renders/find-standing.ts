import { isValidApproval } from '../approvals/approval-view.ts';
import type { Db } from '../context.ts';

/** What people said to exactly the file that a version has: one no outweighs every yes. */
export type Standing = 'approved' | 'rejected' | 'open';

export async function findStanding(db: Db, version: { id: string; file: { sha256: string } }): Promise<Standing> {
  const all = await db.approval.findMany({ where: { versionId: version.id, withdrawnAt: null } });
  const valid = all.filter((approval) => isValidApproval(approval, version.file));
  if (valid.some(({ decision }) => decision === 'rejected')) return 'rejected';
  return valid.length > 0 ? 'approved' : 'open';
}
