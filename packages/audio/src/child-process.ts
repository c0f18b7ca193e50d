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
  kill(): void;
  /** Signals the child and everything it started; only for children with a group of their own. */
  signalGroup(signal: NodeJS.Signals): void;
}

export interface ChildOptions {
  /** Makes the child the leader of a process group, so that all of its own children can be ended with it. */
  ownGroup?: boolean;
  heapMegabytes?: number;
}

const defaultHeapMegabytes = 256;
/**
 * Compiled code of helpers and threads, which live for seconds and would spend half their start on compiling it again. Beside the
 * packages it is made from, where nobody else may write; Node does without it where we may not either.
 */
export const compiledCode = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url));

/**
 * Starts a helper that knows nothing of our environment. Without `ownGroup` it stays in our process group, so that whoever ends the
 * group of a task ends its helpers too; decoders and encoders start no processes of their own, and ending one is ending
 * all of it. A child's watchdog ends it when we are gone.
 */
export function startChild(
  file: `./${string}.ts`,
  order: object,
  stdio: StdioOptions,
  { ownGroup = false, heapMegabytes = defaultHeapMegabytes }: ChildOptions = {},
): Child {
  const path = fileURLToPath(new URL(file, import.meta.url));
  const argument = JSON.stringify({ ...order, parentPid: process.pid });
  const flags = [`--max-old-space-size=${heapMegabytes}`];
  const env = { NODE_COMPILE_CACHE: compiledCode };
  const child = spawn(process.execPath, [...flags, path, argument], { stdio, env, detached: ownGroup });
  let errorText = '';
  child.stderr?.setEncoding('utf8');
  child.stderr?.on('data', (text: string) => {
    errorText = (errorText + text).slice(-maxErrorBytes);
  });
  const exited = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal }));
    child.on('error', (error) => {
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
      // A pipe that nobody reads to its end would keep `exited` waiting.
      for (const stream of child.stdio) stream?.destroy();
    },
    signalGroup: (signal) => {
      if (ownGroup && child.pid !== undefined) signalProcessGroup(child.pid, signal);
    },
  };
}

function signalProcessGroup(leaderPid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-leaderPid, signal);
  } catch (error) {
    // ESRCH: the whole group is gone already, which is what was wanted.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
