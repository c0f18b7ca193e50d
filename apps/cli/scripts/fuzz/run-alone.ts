import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { watchMemory } from '../../src/bench/watch-memory.ts';

const bin = fileURLToPath(new URL('../../bin/sweetspot.mjs', import.meta.url));

/** What became of one command line. */
export interface Ended {
  /** Null when the process was ended, or died. */
  code: number | null;
  out: string;
  err: string;
  seconds: number;
  /** Largest peak of resident memory of a process that had to do with it. */
  largestBytes: number;
}

/** Runs a command line; ends it by force after so many seconds. */
export type RunCommand = (args: readonly string[], longestSeconds: number) => Promise<Ended>;

/** The program as people start it: a process for each command line. */
export const runAlone: RunCommand = async (args, longestSeconds) => {
  const begun = performance.now();
  const child = spawn(process.execPath, [bin, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), longestSeconds * 1000);
  const memory = watchMemory(child.pid!);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  clearTimeout(timer);
  const seconds = (performance.now() - begun) / 1000;
  return { code: code as number | null, out, err, seconds, largestBytes: memory.stop() };
};
