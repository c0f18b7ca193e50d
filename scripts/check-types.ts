import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { levels } from './boundaries/architecture.ts';
import { repositoryRoot } from './launch/read-settings.ts';
import { runCommand } from './verify/run-command.ts';

/** `pnpm types`: every workspace, and the scripts, with its own tsconfig. */
const projects = [...Object.keys(levels), 'scripts'].filter((path) =>
  existsSync(join(repositoryRoot, path, 'tsconfig.json')),
);
// The types of page parameters are made from the routes that exist.
const routed = await runCommand(['node', 'node_modules/next/dist/bin/next', 'typegen'], {
  cwd: 'apps/web',
  quiet: true,
});
if (!routed) process.exitCode = 1;
for (const project of projects) {
  const holds = await runCommand(['tsc', '-p', project, '--pretty'], { quiet: true });
  if (!holds) process.exitCode = 1;
}
if (!process.exitCode) console.log(`The types of ${projects.length} projects hold.`);
