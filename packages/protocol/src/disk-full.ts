/** Full, past a quota, or past the limit that a process or file system sets to the size of one file. */
const fullCodes = ['ENOSPC', 'EDQUOT', 'EFBIG'];

/** Whether the system refused to write something because there is no room for it. */
export const isDiskFull = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && fullCodes.includes(String(error.code));
