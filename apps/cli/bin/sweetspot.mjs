#!/usr/bin/env node
// Plain JavaScript for whatever Node the machine has: runs the command line on the Node that the project pins.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { enableCompileCache } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const app = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(app, 'src/main.ts');
const pinnedMajor = 24;

if (Number(process.versions.node.split('.')[0]) >= pinnedMajor) {
  // The sources are compiled once and not at every start.
  enableCompileCache(join(app, 'node_modules/.cache/compiled'));
  await import(main);
} else {
  const pinned = join(app, '../../node_modules/.bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (!existsSync(pinned)) {
    console.error(
      'sweetspot: its packages are not installed; run `npm start` or `npx pnpm install` in its folder first.',
    );
    process.exit(1);
  }
  const child = spawn(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches both; this one waits for the other to clean up.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
}
