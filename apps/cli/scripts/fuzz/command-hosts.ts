import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { watchMemory } from '../../src/bench/watch-memory.ts';
import type { HostAnswer } from './command-host.ts';
import type { Ended } from './run-alone.ts';

const compiledCode = fileURLToPath(new URL('../../node_modules/.cache/compiled', import.meta.url));

/**
 * Runs command lines in a child that takes many in turn, so that its start is paid once. After `casesPerHost`, and whenever it
 * died or was ended, another one takes its place; its peak of memory is that of all it has run.
 */
export class CommandHosts {
  readonly #casesPerHost: number;
  #host: { process: ChildProcess; cases: number; printed: string } | null = null;

  constructor(casesPerHost: number) {
    this.#casesPerHost = casesPerHost;
  }

  readonly run = async (args: readonly string[], longestSeconds: number): Promise<Ended> => {
    this.#host ??= startHost();
    const host = this.#host;
    host.cases += 1;
    host.printed = '';
    const begun = performance.now();
    const memory = watchMemory(host.process.pid!);
    const timer = setTimeout(() => host.process.kill('SIGKILL'), longestSeconds * 1000);
    const over = new AbortController();
    host.process.send(args);
    const answer = await Promise.race([
      once(host.process, 'message', over).then(([said]) => said as HostAnswer),
      once(host.process, 'close', over).then(([, signal]) => ({ code: null, out: '', err: `ended: ${signal}` })),
    ]);
    over.abort();
    clearTimeout(timer);
    const seconds = (performance.now() - begun) / 1000;
    const largestBytes = memory.stop();
    if (answer.code === null || host.cases >= this.#casesPerHost) this.end();
    // What went past the command's terminal belongs to no document.
    return { ...answer, err: host.printed + answer.err, seconds, largestBytes };
  };

  /** Ends the child there is; the next command line begins with a new one. */
  end(): void {
    this.#host?.process.kill('SIGKILL');
    this.#host = null;
  }
}

function startHost(): { process: ChildProcess; cases: number; printed: string } {
  const child = fork(new URL('./command-host.ts', import.meta.url), {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    execArgv: ['--expose-gc'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiledCode },
  });
  const host = { process: child, cases: 0, printed: '' };
  for (const stream of [child.stdout!, child.stderr!]) {
    stream.setEncoding('utf8').on('data', (text: string) => (host.printed += text));
  }
  return host;
}
