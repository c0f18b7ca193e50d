import { EmbeddedServerError } from '../../prisma/src/embedded-server-error.ts';
import { MigrationError } from '../../prisma/src/migrate.ts';
import { LaunchError } from './launch-error.ts';

/** One sentence for what a person can put right; the whole stack for what only a programmer can. */
export function describeFailure(error: unknown): string {
  if (error instanceof LaunchError || error instanceof EmbeddedServerError || error instanceof MigrationError) {
    return error.message;
  }
  if (!(error instanceof Error)) return String(error);
  const { code, path } = error as NodeJS.ErrnoException;
  if (code === 'ENOSPC')
    return `The disk is full; free some space and start again${path === undefined ? '' : ` (${path})`}.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
    return `This user may not write ${path ?? 'where it must'}; give it the right, or set DATA_DIR to a directory of its own.`;
  }
  return error.stack ?? error.message;
}
