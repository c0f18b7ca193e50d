import type { Approval } from '@sweetspot/prisma';
import { type VersionKind, versionLabel } from '@sweetspot/protocol';
import type { ApprovalView } from '@sweetspot/protocol/views';
import { guestSelect, userSelect, writerView } from '../people/person-view.ts';

/** What an approval is shown with. */
export const approvalInclude = { user: { select: userSelect }, guest: { select: guestSelect } } as const;

type ApprovalRow = Approval & {
  user: Parameters<typeof writerView>[0];
  guest: Parameters<typeof writerView>[1];
};

/** True while an approval stands: not withdrawn, and given to exactly the file that the version has. */
export const isValidApproval = (
  approval: { withdrawnAt: Date | null; fileSha256: string },
  file: { sha256: string },
): boolean => approval.withdrawnAt === null && approval.fileSha256 === file.sha256;

export const approvalView = (
  approval: ApprovalRow,
  version: { kind: VersionKind; number: number; name: string; file: { sha256: string } },
): ApprovalView => ({
  id: approval.id,
  versionId: approval.versionId,
  versionLabel: versionLabel(version),
  fileSha256: approval.fileSha256,
  decision: approval.decision,
  note: approval.note,
  by: writerView(approval.user, approval.guest),
  createdAt: approval.createdAt,
  valid: isValidApproval(approval, version.file),
});
