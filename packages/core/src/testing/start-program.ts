import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

const endWithTest = new URL('end-with-test.ts', import.meta.url).href;

export type Program = ChildProcess & { stdout: Readable };

export type ProgramOptions = {
  /** Instead of the test's own environment. */
  env?: Record<string, string>;
  stderr?: 'inherit' | 'pipe';
  /** Puts the command into another one, which becomes it. */
  wrap?: (command: string[]) => string[];
};

/** Runs a script in a Node of its own, which is killed when the process that started it is gone. */
export function startProgram(
  script: URL,
  args: string[],
  { env, stderr = 'inherit', wrap = (command) => command }: ProgramOptions = {},
): Program {
  const [command, ...rest] = wrap([process.execPath, '--import', endWithTest, fileURLToPath(script), ...args]);
  const options = { stdio: ['ignore', 'pipe', stderr, 'ipc'], ...(env ? { env } : {}) } as SpawnOptions;
  return spawn(command!, rest, options) as Program;
}
