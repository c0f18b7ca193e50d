import { existsSync, mkdirSync, realpathSync, renameSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { Session } from './session.ts';
import { UsageError } from './usage-error.ts';

/**
 * A file that a command makes. It is written elsewhere and appears under its name whole or not at all. Refuses, as wrong
 * usage, to write over an input, and over anything else without `force`.
 */
export class OutputFile {
  readonly path: string;
  /** The folder it will be in. */
  readonly folder: string;
  /** Where to write it. */
  readonly writePath: string;
  readonly #force: boolean;

  constructor(session: Session, path: string, { inputs = [] as readonly string[], force = false } = {}) {
    this.path = resolve(path);
    this.#force = force;
    refuseInputs(this.path, inputs);
    this.#refuseExisting();
    this.folder = dirname(this.path);
    if (!existsSync(this.folder)) throw new UsageError(`The folder ${this.folder} does not exist.`);
    this.writePath = join(session.tempDirIn(this.folder), basename(this.path));
  }

  /** Makes what was written appear under its name. */
  publish(): void {
    this.#refuseExisting();
    renameSync(this.writePath, this.path);
  }

  #refuseExisting(): void {
    if (!existsSync(this.path)) return;
    if (statSync(this.path).isDirectory()) throw new UsageError(`${this.path} is a folder; name a file in it.`);
    if (!this.#force) throw new UsageError(`${this.path} exists already; choose another name, or add --force.`);
  }
}

/** The recipe of what a command makes, when it is asked for. Refuses, as wrong usage, to put both under one name. */
export function recipeOutputFor(
  session: Session,
  made: OutputFile,
  path: string | undefined,
  options: { inputs: readonly string[]; force: boolean },
): OutputFile | null {
  if (path === undefined) return null;
  const output = new OutputFile(session, path, options);
  if (output.path !== made.path) return output;
  throw new UsageError(`${path} cannot be the sound and its recipe; choose another name with --recipe-out.`);
}

/** A folder that a command fills: made when missing, nothing in it written over without `force`. */
export class OutputFolder {
  readonly path: string;
  /** Where to write its files. */
  readonly writeDir: string;
  readonly #force: boolean;
  readonly #inputs: readonly string[];

  constructor(session: Session, path: string, { inputs = [] as readonly string[], force = false } = {}) {
    this.path = resolve(path);
    this.#force = force;
    this.#inputs = inputs;
    if (existsSync(this.path) && !statSync(this.path).isDirectory())
      throw new UsageError(`${this.path} is a file, and a folder is needed here.`);
    mkdirSync(this.path, { recursive: true });
    this.writeDir = session.tempDirIn(this.path);
  }

  /** Makes these files of `writeDir` appear; refuses before the first when one of them may not. */
  publish(names: readonly string[]): void {
    for (const name of names) {
      const target = join(this.path, name);
      refuseInputs(target, this.#inputs);
      if (existsSync(target) && !this.#force)
        throw new UsageError(`${target} exists already; choose another folder, or add --force.`);
    }
    for (const name of names) renameSync(join(this.writeDir, name), join(this.path, name));
  }
}

function refuseInputs(path: string, inputs: readonly string[]): void {
  if (!existsSync(path)) return;
  const real = realpathSync(path);
  const hit = inputs.find((input) => existsSync(input) && realpathSync(input) === real);
  if (hit !== undefined)
    throw new UsageError(`${hit} is an input and is not written over; choose another name for the result.`);
}
