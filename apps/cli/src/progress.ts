import type { Terminal } from './terminal.ts';

const barCells = 24;
const leastStep = 0.005;

/**
 * One piece of work on standard error: a bar that is drawn over while a person watches, one quiet line otherwise, nothing
 * when `quiet`.
 */
export class Progress {
  readonly #terminal: Terminal;
  readonly #label: string;
  readonly #quiet: boolean;
  #shown = -1;

  constructor(terminal: Terminal, label: string, { quiet = false } = {}) {
    this.#terminal = terminal;
    this.#label = label;
    this.#quiet = quiet;
    if (quiet) return;
    if (terminal.isWatched) this.set(0);
    else terminal.err(`${label} …\n`);
  }

  /** `fraction` 0 … 1. */
  set(fraction: number): void {
    if (this.#quiet || !this.#terminal.isWatched) return;
    if (fraction < this.#shown + leastStep && fraction < 1) return;
    this.#shown = fraction;
    const cells = Math.round(Math.min(1, fraction) * barCells);
    const bar = '█'.repeat(cells) + '░'.repeat(barCells - cells);
    const room = Math.max(8, this.#terminal.columns - barCells - 9);
    const label = this.#label.length > room ? `${this.#label.slice(0, room - 1)}…` : this.#label;
    const percent = `${Math.round(Math.min(1, fraction) * 100)}`.padStart(3);
    this.#terminal.err(`\r\x1b[K${label} ${bar} ${percent} %`);
  }

  /** Takes the bar away. */
  end(): void {
    if (!this.#quiet && this.#terminal.isWatched) this.#terminal.err('\r\x1b[K');
  }
}
