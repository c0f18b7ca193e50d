import type { CommentStatus } from '@sweetspot/protocol';
import type { Action } from '../access/policy.ts';

/**
 * The life of a note: the team addresses it, whoever wanted it verifies, anybody who finds it is not so reopens it. A note
 * may be verified without having been addressed: then it was settled in words. What each step takes of the person.
 */
const table: Record<CommentStatus, Partial<Record<CommentStatus, Action>>> = {
  open: { addressed: 'comment.address', verified: 'comment.resolve' },
  addressed: { verified: 'comment.resolve', reopened: 'comment.resolve' },
  verified: { reopened: 'comment.resolve' },
  reopened: { addressed: 'comment.address', verified: 'comment.resolve' },
};

/** The action that a change of status takes; null when there is no way from one to the other. */
export const statusAction = (from: CommentStatus, to: CommentStatus): Action | null => table[from][to] ?? null;
