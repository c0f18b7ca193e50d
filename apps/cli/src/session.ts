import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { Progress } from './progress.ts';
import type { Terminal } from './terminal.ts';

/** Options that every command has. */
export interface CommonOptions {
  json?: boolean;
  quiet?: boolean;
}

/** One run of a command: where it speaks, how it is stopped, what it leaves behind (nothing). */
export class Session {
  readonly terminal: Terminal;
  readonly signal: AbortSignal;
  readonly #options: CommonOptions;
  readonly #tempDirs: string[] = [];
  #exitCode: 0 | 1 = 0;

  constructor(terminal: Terminal, signal: AbortSignal, options: CommonOptions) {
    this.terminal = terminal;
    this.signal = signal;
    this.#options = options;
  }

  get exitCode(): 0 | 1 {
    return this.#exitCode;
  }

  /** The command goes on, or has done what it could, but not all went well. */
  fail(): void {
    this.#exitCode = 1;
  }

  /** The result: with `--json` the document, else the lines for people. */
  print(document: unknown, lines: () => string[]): void {
    if (this.#options.json) this.terminal.out(`${JSON.stringify(document, null, 2)}\n`);
    else this.terminal.out(`${lines().join('\n')}\n`);
  }

  /** Something worth knowing beside the result, on standard error. */
  note(sentence: string): void {
    if (!this.#options.quiet) this.terminal.err(`${sentence}\n`);
  }

  /** Runs a piece of work under a progress bar; it gets told how far it is and when to stop. */
  async work<Result>(
    label: string,
    run: (options: { onProgress: (fraction: number) => void; signal: AbortSignal }) => Promise<Result>,
  ): Promise<Result> {
    this.signal.throwIfAborted();
    const progress = new Progress(this.terminal, label, { quiet: this.#options.quiet === true });
    try {
      return await run({ onProgress: (fraction) => progress.set(fraction), signal: this.signal });
    } finally {
      progress.end();
    }
  }

  /** A hidden folder inside `parent`, on the same disk as the results, gone when the command ends. */
  tempDirIn(parent: string): string {
    const path = mkdtempSync(join(parent, '.sweetspot-'));
    this.#tempDirs.push(path);
    return path;
  }

  /** Takes the temporary folders away; may be called at any moment, also while the process exits. */
  cleanUp(): void {
    for (const path of this.#tempDirs.splice(0)) rmSync(path, { recursive: true, force: true });
  }
}
