import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { commandOfProcess } from '../../prisma/src/command-of-process.ts';
import { LaunchError } from './launch-error.ts';

/**
 * Makes this process the only launcher on a data directory. A lock whose process is gone, or is some other program by now,
 * counts as none.
 *
 * @returns what gives the lock back.
 * @throws LaunchError when another launcher is at work there.
 */
export function lockDataDirectory(directory: string): () => void {
  const lock = join(directory, 'launcher.lock');
  const own = `${lock}.${process.pid}`;
  writeFileSync(own, String(process.pid));
  try {
    // A link appears whole or not at all, and fails when the name exists.
    for (let attempt = 1; !link(own, lock); attempt++) {
      const holder = readHolder(lock);
      if (/scripts[/\\][a-z-]+\.ts/.test(commandOfProcess(holder)) || attempt === 3) {
        throw new LaunchError(
          `Sweetspot already runs on ${directory} (process ${holder}); stop that one first, or set DATA_DIR to another directory.`,
        );
      }
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => {
    if (readHolder(lock) === process.pid) rmSync(lock, { force: true });
  };
}

function link(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** @returns NaN when there is no lock. */
function readHolder(lock: string): number {
  try {
    return Number.parseInt(readFileSync(lock, 'utf8'), 10);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return Number.NaN;
    throw error;
  }
}
