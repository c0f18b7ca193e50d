import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { memoryLimitMark } from './watchdog.ts';

const maxErrorBytes = 4096;

/** A helper process of ours: a TypeScript file of this folder, given its order as JSON in the first argument. */
export interface Child {
  process: ChildProcess;
  /** Settles when the process is gone; never rejects. */
  exited: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** The end of what it wrote to standard error, at most 4 kB. */
  errorText(): string;
  ranOutOfMemory(): boolean;
  /** Helpers start no processes of their own: ending one is ending all of it. */
  kill(): void;
}

/**
 * Starts a helper with an empty environment. It stays in our process group, so that whoever ends the group of a task
 * ends its helpers, and its watchdog ends it when we are gone.
 */
export function startChild(file: `./${string}.ts`, order: object, stdio: StdioOptions): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const argument = JSON.stringify({ ...order, parentPid: process.pid });
  const child = spawn(process.execPath, ['--max-old-space-size=256', path, argument], { stdio, env: {} });
  let errorText = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    errorText = (errorText + text).slice(-maxErrorBytes);
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.once('error', (error) => {
      errorText = String(error);
      resolve({ code: null, signal: null });
    });
  });
  return {
    process: child,
    exited,
    errorText: () => errorText,
    ranOutOfMemory: () => errorText.includes(memoryLimitMark),
    kill: () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    },
  };
}
