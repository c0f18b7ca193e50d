import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Where a command speaks and is answered: results to `out`, everything else to `err`. */
export interface Terminal {
  /** A line that is typed after a question and not shown, or the first line of what is piped in. */
  askSecret(question: string): Promise<string>;
  out(text: string): void;
  err(text: string): void;
  /** True when a person watches `err`: only then a line may be drawn over. */
  readonly isWatched: boolean;
  /** Width of a line of `err`. */
  readonly columns: number;
}

/** The streams of this process. A reader that went away (`sweetspot … | head`) ends it without a complaint. */
export function processTerminal(): Terminal {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit(0);
      throw error;
    });
  }
  return {
    askSecret,
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    isWatched: process.stderr.isTTY === true,
    columns: process.stderr.columns ?? 80,
  };
}

async function askSecret(question: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    for await (const line of createInterface({ input: stdin })) return line;
    return '';
  }
  stderr.write(question);
  // Readline echoes what is typed to its output: nowhere.
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    lines.on('SIGINT', () => process.kill(process.pid, 'SIGINT'));
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
