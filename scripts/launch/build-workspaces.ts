import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, globSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { LaunchError } from './launch-error.ts';
import { repositoryRoot } from './read-settings.ts';

export type Build = {
  name: string;
  /** Files and directories the result depends on, from the repository's root. */
  inputs: string[];
  /** The directory it makes; what it was made from is noted inside, so that the note goes when the result goes. */
  output: string;
  workspace: string;
  command: [string, ...string[]];
};

const everywhere = ['package.json', 'pnpm-lock.yaml', 'tsconfig.base.json'];

export const builds = {
  client: {
    name: 'database client',
    inputs: [...everywhere, 'prisma/schema.prisma', 'prisma/prisma.config.ts', 'prisma/scripts'],
    output: 'prisma/client',
    workspace: 'prisma',
    command: ['node', 'scripts/generate.ts'],
  },
  dsp: {
    name: 'audio engine',
    inputs: [...everywhere, 'packages/dsp'],
    output: 'packages/dsp/build',
    workspace: 'packages/dsp',
    command: ['node', 'scripts/build.ts'],
  },
  worklets: {
    name: 'audio worklets',
    inputs: [...everywhere, 'packages/player/scripts', 'packages/player/src', 'packages/dsp/src'],
    output: 'packages/player/build',
    workspace: 'packages/player',
    command: ['node', 'scripts/build-worklets.ts'],
  },
  web: {
    name: 'pages',
    inputs: [...everywhere, 'apps/web', 'packages', 'prisma/schema.prisma', 'prisma/src'],
    output: 'apps/web/.next',
    workspace: 'apps/web',
    command: ['next', 'build'],
  },
} as const satisfies Record<string, Build>;

/** Directories that are results, and tests, which no result contains. */
const ignored = /(^|\/)(node_modules|\.next|build|client|test-results)(\/|$)|\.test\.tsx?$|(^|\/)next-env\.d\.ts$/;

/**
 * Runs a build unless its result was made from exactly the present inputs.
 *
 * @param signal ends the build.
 * @throws LaunchError when it fails, with what it printed before that on the terminal.
 */
export async function buildUnlessFresh(
  build: Build,
  report: (line: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  const output = join(repositoryRoot, build.output);
  const note = join(output, '.made-from');
  const madeFrom = hashInputs(build);
  if (existsSync(note) && readFileSync(note, 'utf8') === madeFrom) return;

  rmSync(note, { force: true });
  report(`Building the ${build.name} …`);
  const begun = performance.now();
  const [command, ...args] = build.command;
  const bins = [join(repositoryRoot, build.workspace, 'node_modules/.bin'), join(repositoryRoot, 'node_modules/.bin')];
  const child = spawn(command, args, {
    cwd: join(repositoryRoot, build.workspace),
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      PATH: [...bins, process.env['PATH']].join(delimiter),
      NODE_ENV: 'production',
      NEXT_TELEMETRY_DISABLED: '1',
    },
    ...(signal === undefined ? {} : { signal }),
  });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status !== 0) {
    process.stderr.write(printed);
    throw new LaunchError(`The ${build.name} could not be built; the reason is above.`);
  }
  writeFileSync(note, madeFrom);
  report(`Built the ${build.name} in ${((performance.now() - begun) / 1000).toFixed(1)} s`);
}

function hashInputs(build: Build): string {
  const hash = createHash('sha256').update(process.versions.node);
  for (const input of build.inputs) {
    const path = join(repositoryRoot, input);
    const files = statSync(path).isFile() ? [''] : listFiles(path);
    for (const file of files) {
      const content = readFileSync(join(path, file));
      hash.update(`${input}/${file}\0${content.length}\0`).update(content);
    }
  }
  return hash.digest('hex');
}

function listFiles(directory: string): string[] {
  return globSync('**/*', { cwd: directory, exclude: (name) => ignored.test(name) })
    .filter((file) => !ignored.test(file) && statSync(join(directory, file)).isFile())
    .sort();
}
