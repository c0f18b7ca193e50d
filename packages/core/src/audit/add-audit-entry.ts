import type { Author } from '../access/author.ts';
import { eventActor } from '../access/author.ts';
import type { Db } from '../context.ts';

export type AuditAction =
  | 'project.removed'
  | 'project.transferred'
  | 'member.added'
  | 'member.role-changed'
  | 'member.removed'
  | 'invitation.added'
  | 'invitation.revoked'
  | 'share-link.added'
  | 'share-link.revoked'
  | 'share-link.entered'
  | 'approval.given'
  | 'approval.withdrawn'
  | 'vote.closed'
  | 'stage.changed'
  | 'mix.declared-ready'
  | 'file.freed'
  | 'account.signed-in'
  | 'account.password-changed'
  | 'account.signed-out-everywhere'
  | 'access-token.added'
  | 'access-token.revoked';

/** Writes down, in the caller's transaction, what somebody may have to answer for later. */
export async function addAuditEntry(
  db: Db,
  entry: {
    projectId: string | null;
    author: Author;
    action: AuditAction;
    subjectId: string;
    detail?: Record<string, string | null>;
  },
): Promise<void> {
  const { author, detail = {}, ...rest } = entry;
  await db.auditEntry.create({ data: { ...rest, actor: eventActor(author), detail } });
}
