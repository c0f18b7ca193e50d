import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';

export type Supervised = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: Record<string, string | undefined>;
};

export type Supervision = {
  /** Settles with a sentence when the process keeps crashing, or ends before it was `settled`; never after `stop`. */
  givenUp: Promise<string>;
  /** From now on a crash leads to a restart instead of giving up. */
  settled: () => void;
  /** Asks the process to end (SIGTERM), waits, and after `stopTimeoutMs` kills it with its children. */
  stop: () => Promise<void>;
};

export type SupervisionOptions = {
  onOutput: (chunk: Buffer) => void;
  report: (line: string) => void;
  /** Waits before the first restart; doubled for each further crash in a row. */
  firstBackoffMs?: number;
  /**
   * A process that ran this long before it crashed begins a new row of crashes. Shorter than what it takes until a job
   * whose worker died is tried again: a few jobs that end their worker must not end the installation.
   */
  steadyMs?: number;
  /** Crashes in a row after which it is given up. */
  maxCrashes?: number;
  stopTimeoutMs?: number;
};

/**
 * Keeps a process running: what crashes is started again after a growing pause. Each process leads a group of its own, so
 * that Ctrl-C reaches the launcher alone, and is told by its IPC channel when the launcher is gone.
 */
export function supervise(
  supervised: Supervised,
  {
    onOutput,
    report,
    firstBackoffMs = 500,
    steadyMs = 10_000,
    maxCrashes = 12,
    stopTimeoutMs = 20_000,
  }: SupervisionOptions,
): Supervision {
  const { name } = supervised;
  const stopping = new AbortController();
  let child: ChildProcess | undefined;
  let hasSettled = false;

  /** @returns how the process ended, as the end of a sentence. */
  const runOnce = () =>
    new Promise<string>((settle) => {
      const started = spawn(supervised.command, supervised.args, {
        cwd: supervised.cwd,
        env: supervised.env,
        detached: true,
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      });
      child = started;
      started.stdout?.on('data', onOutput);
      started.stderr?.on('data', onOutput);
      started.once('error', (error) => settle(`could not be started: ${error.message}`));
      started.once('close', (code, signal) =>
        settle(signal === null ? `ended with code ${code}` : `ended by ${signal}`),
      );
    });

  const keep = async (): Promise<string | undefined> => {
    for (let crashes = 0; ; ) {
      const begun = performance.now();
      const end = await runOnce();
      child = undefined;
      if (stopping.signal.aborted) return undefined;
      if (!hasSettled) return `The ${name} process ${end} while starting`;
      crashes = performance.now() - begun >= steadyMs ? 1 : crashes + 1;
      if (crashes >= maxCrashes)
        return `The ${name} process keeps crashing (${crashes} times in a row; it last ${end})`;
      const pauseMs = Math.min(firstBackoffMs * 2 ** (crashes - 1), 30_000);
      report(`The ${name} process ${end}; starting it again in ${(pauseMs / 1000).toFixed(1)} s`);
      await delay(pauseMs, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return undefined;
    }
  };
  const kept = keep();

  return {
    givenUp: new Promise((settle) => void kept.then((sentence) => sentence !== undefined && settle(sentence))),
    settled: () => {
      hasSettled = true;
    },
    stop: async () => {
      stopping.abort();
      child?.kill('SIGTERM');
      const ended = new AbortController();
      void delay(stopTimeoutMs, undefined, { signal: ended.signal }).then(
        () => {
          report(`The ${name} process did not end in ${stopTimeoutMs / 1000} s and is killed`);
          killGroup(child);
        },
        () => undefined,
      );
      await kept;
      ended.abort();
    },
  };
}

function killGroup(child: ChildProcess | undefined): void {
  if (child?.pid === undefined) return;
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
