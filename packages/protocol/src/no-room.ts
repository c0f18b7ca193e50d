/** The disk or a quota is full, or one file may not be as large there. */
export type NoRoom = 'disk_full' | 'file_too_large';

/** EFBIG is the limit that a file system, or the shell of a process, sets to the size of one file; more room does not help. */
const reasons: Record<string, NoRoom> = { ENOSPC: 'disk_full', EDQUOT: 'disk_full', EFBIG: 'file_too_large' };

/** Why the system had no room for what it was to write; null for any other error. */
export const findNoRoom = (error: unknown): NoRoom | null =>
  error instanceof Error && 'code' in error ? (reasons[String(error.code)] ?? null) : null;
