import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, globSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dspBinaryUrl } from '@sweetspot/dsp/node';
import { AppError } from '@sweetspot/protocol';
import type { Terminal } from './terminal.ts';

/** Builds the audio engine when it is missing or older than its sources. Throws AppError with one sentence. */
export async function ensureEngine(terminal: Terminal): Promise<void> {
  const binary = fileURLToPath(dspBinaryUrl);
  const workspace = dirname(dirname(binary));
  if (isFresh(binary, workspace)) return;
  terminal.err('Building the audio engine, once …\n');
  const child = spawn(process.execPath, [join(workspace, 'scripts/build.ts')], {
    cwd: workspace,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let printed = '';
  child.stderr.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const [status] = (await once(child, 'close')) as [number | null];
  if (status === 0) return;
  const sentence =
    'The audio engine could not be built; run `npm start` or `npx pnpm install` in the folder of Sweetspot.';
  throw new AppError('internal', sentence, { detail: printed });
}

function isFresh(binary: string, workspace: string): boolean {
  if (!existsSync(binary)) return false;
  const builtAt = statSync(binary).mtimeMs;
  return globSync('assembly/*.ts', { cwd: workspace }).every(
    (file) => statSync(join(workspace, file)).mtimeMs <= builtAt,
  );
}
