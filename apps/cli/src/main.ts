import { runCli } from './run-cli.ts';
import { processTerminal } from './terminal.ts';

/** A wrapper may pass on the Ctrl-C that reached us too; only one that comes later means "now". */
const impatientAfterMs = 500;

const controller = new AbortController();
let stoppedAt: number | null = null;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (stoppedAt !== null && performance.now() - stoppedAt > impatientAfterMs) process.exit(130);
    stoppedAt ??= performance.now();
    controller.abort();
  });
}
process.exitCode = await runCli(process.argv.slice(2), processTerminal(), controller.signal);
