import { runCli } from '../../src/run-cli.ts';

/** What a host says of one command line. */
export interface HostAnswer {
  code: number;
  out: string;
  err: string;
}

/** A child of `fuzz-commands.ts`: runs the command lines it is sent, one after the other, as the program does. */
process.on('message', async (args: string[]) => {
  const said = { out: '', err: '' };
  const terminal = {
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
    isWatched: false,
    columns: 80,
  };
  const code = await runCli(args, terminal, new AbortController().signal);
  process.send?.({ code, ...said } satisfies HostAnswer);
  // Memory that grows from here on is kept, not only left lying about.
  globalThis.gc?.();
});
process.on('disconnect', () => process.exit(0));
