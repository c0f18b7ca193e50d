import { mkdir, readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

const abandonedAfterMs = 24 * 3600 * 1000;

/**
 * A folder of this process alone below `root`, which several workers and machines may share. Folders of processes that
 * were killed are removed: of this machine at once, of others when nobody has touched them for a day.
 */
export async function makeWorkFolder(root: string): Promise<string> {
  const here = hostname();
  await mkdir(root, { recursive: true });
  for (const name of await readdir(root)) {
    const pid = name.startsWith(`${here}.`) ? Number(name.slice(here.length + 1)) : null;
    const left = pid === null ? await isOld(join(root, name)) : pid === process.pid || !isAlive(pid);
    if (left) await rm(join(root, name), { recursive: true, force: true });
  }
  const folder = join(root, `${here}.${process.pid}`);
  await mkdir(folder, { recursive: true });
  return folder;
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
