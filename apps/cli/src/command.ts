import { Command, InvalidArgumentError } from 'commander';
import type { CommonOptions, Session } from './session.ts';

/** Runs the body of a command in a session made from its options. */
export type RunInSession = (options: CommonOptions, run: (session: Session) => Promise<void>) => Promise<void>;
export type CommandFactory = (inSession: RunInSession) => Command;

export interface CommandManual {
  name: string;
  /** What the list of commands says. */
  summary: string;
  /** Paragraphs. */
  description: string;
  /** Lines to type, each with what it does. */
  examples: readonly (readonly [line: string, does: string])[];
}

/** A command with its manual page and the options that all have. */
export function newCommand({ name, summary, description, examples }: CommandManual): Command {
  const shown = examples.map(([line, does]) => `  ${does}\n    $ ${line}\n`).join('\n');
  return new Command(name)
    .summary(summary)
    .description(description)
    .option('--json', 'print one JSON document on standard output')
    .option('-q, --quiet', 'no progress and no remarks')
    .addHelpText('after', `\nExamples:\n${shown}`);
}

/** Reads a number of an option; the complaint names its bounds. */
export const numberOption =
  (min: number, max: number, { whole = false } = {}) =>
  (text: string): number => {
    const value = text.trim() === '' ? Number.NaN : Number(text.replace('−', '-'));
    if (value >= min && value <= max && (!whole || Number.isInteger(value))) return value;
    throw new InvalidArgumentError(`It must be a ${whole ? 'whole ' : ''}number from ${min} to ${max}.`);
  };
