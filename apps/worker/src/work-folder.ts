import { mkdir, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import type { Logger } from 'pino';

const abandonedAfterMs = 24 * 3600 * 1000;
const touchEveryMs = 3600 * 1000;

export type WorkFolder = { path: string; remove(): Promise<void> };

/**
 * A folder of this process alone below `root`, which several workers and machines may share. Folders of processes that
 * were killed are removed: of this machine at once, of others when they were not touched for a day; ours is each hour.
 */
export async function makeWorkFolder(root: string, log: Logger): Promise<WorkFolder> {
  const here = hostname();
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    const pid = name.startsWith(`${here}.`) ? Number(name.slice(here.length + 1)) : null;
    const left = pid === null ? await isOld(join(root, name)) : pid === process.pid || !isAlive(pid);
    if (left) await rm(join(root, name), { recursive: true, force: true });
  }
  const path = join(root, `${here}.${process.pid}`);
  await mkdir(path, { recursive: true });
  const touching = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch((error: unknown) => log.warn({ error }, 'the work folder could not be touched'));
  }, touchEveryMs);
  touching.unref();
  return {
    path,
    async remove() {
      clearInterval(touching);
      await rm(path, { recursive: true, force: true });
    },
  };
}

async function isOld(path: string): Promise<boolean> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  return found !== null && found.mtimeMs < Date.now() - abandonedAfterMs;
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
