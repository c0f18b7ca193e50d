import { runCli } from '../../src/run-cli.ts';

/** What a host says of one command line. */
export interface HostAnswer {
  code: number;
  out: string;
  err: string;
}

const tidyAboveBytes = 170 * 1024 ** 2;

/** A child of `fuzz-commands.ts`: runs the command lines it is sent, one after the other, as the program does. */
process.on('message', async (args: string[]) => {
  const said = { out: '', err: '' };
  const terminal = {
    askSecret: () => Promise.resolve(''),
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
  // What stays after this is kept, not only left lying about.
  if (process.memoryUsage.rss() > tidyAboveBytes) globalThis.gc?.();
});
process.on('disconnect', () => process.exit(0));
