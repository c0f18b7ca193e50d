import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import { repositoryRoot } from '../launch/read-settings.ts';

export type CommandOptions = { cwd?: string; env?: Record<string, string>; quiet?: boolean };

/**
 * Runs a program of `node_modules/.bin` or of the system from the repository's root.
 *
 * @param options.quiet shows what it printed only when it fails.
 * @returns whether it ended with 0.
 */
export async function runCommand(
  [command, ...args]: [string, ...string[]],
  { cwd = '.', env = {}, quiet = false }: CommandOptions = {},
): Promise<boolean> {
  const directory = join(repositoryRoot, cwd);
  const path = [
    join(directory, 'node_modules/.bin'),
    join(repositoryRoot, 'node_modules/.bin'),
    process.env['PATH'] ?? '',
  ];
  const child = spawn(command, args, {
    cwd: directory,
    stdio: ['ignore', quiet ? 'pipe' : 'inherit', quiet ? 'pipe' : 'inherit'],
    env: { ...process.env, NEXT_TELEMETRY_DISABLED: '1', ...env, PATH: path.join(delimiter) },
  });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  child.stderr?.on('data', (chunk: Buffer) => printed.push(chunk));
  const status = await once(child, 'close').then(
    ([code]) => code as number | null,
    (error: Error) => {
      printed.push(Buffer.from(`${command}: ${error.message}\n`));
      return null;
    },
  );
  if (status !== 0 && quiet) process.stderr.write(Buffer.concat(printed));
  return status === 0;
}
