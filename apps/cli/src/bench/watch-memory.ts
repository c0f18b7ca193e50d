import { existsSync, readdirSync, readFileSync } from 'node:fs';

const everyMs = 20;

/**
 * Watches a process and all it starts; `stop` answers the largest peak of resident memory that one of them had, in bytes
 * (VmHWM). Linux only: elsewhere it answers 0.
 */
export function watchMemory(pid: number): { stop(): number } {
  let largest = 0;
  const look = () => {
    for (const one of withDescendants(pid)) largest = Math.max(largest, peakOf(one));
  };
  const timer = setInterval(look, everyMs);
  look();
  return {
    stop: () => {
      clearInterval(timer);
      look();
      return largest;
    },
  };
}

/** A child that was forked and has not begun its program yet still has our memory, and our command line. */
function peakOf(pid: number): number {
  if (readIfThere(`/proc/${pid}/cmdline`) === readIfThere('/proc/self/cmdline')) return 0;
  const status = readIfThere(`/proc/${pid}/status`);
  return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) * 1024;
}

function withDescendants(pid: number): number[] {
  const tasks = existsSync(`/proc/${pid}/task`) ? listIfThere(`/proc/${pid}/task`) : [];
  const children = tasks.flatMap((task) => readIfThere(`/proc/${pid}/task/${task}/children`).trim().split(/\s+/));
  return [pid, ...children.filter((child) => child !== '').flatMap((child) => withDescendants(Number(child)))];
}

/** A process may end between two looks. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function listIfThere(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
