import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Command line of a process of this machine; empty when there is none of that number, or it has ended. */
export function commandOfProcess(pid: number): string {
  if (!Number.isInteger(pid) || pid <= 0) return '';
  if (process.platform !== 'linux') {
    const { stdout } = spawnSync('ps', ['-o', 'args=', '-ww', '-p', String(pid)], { encoding: 'utf8' });
    return stdout?.includes('<defunct>') ? '' : (stdout ?? '').trim();
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
  } catch {
    return ''; // No such process, or it ended between opening and reading.
  }
}
