import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tempFolder, tone, writeSound } from './testing/run-command.ts';

const bin = fileURLToPath(new URL('../bin/sweetspot.mjs', import.meta.url));

test('the program itself prints one document and ends with its exit code', async () => {
  using folder = tempFolder();
  const file = writeSound(folder.file('a.wav'), 1, tone(440));
  const child = spawn(process.execPath, [bin, 'analyze', file, folder.file('none.wav'), '--json']);
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')]);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toHaveLength(2);
  expect(err).toContain('none.wav does not exist.');
});

test('Ctrl-C ends the program with 130 and leaves nothing behind', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 240, tone(300));
  const child = spawn(process.execPath, [bin, 'master', mix, '-o', folder.file('out.wav')], { stdio: 'ignore' });
  const ended = once(child, 'close');
  await expect.poll(() => readdirSync(folder.path).length).toBeGreaterThan(1);
  child.kill('SIGINT');
  expect((await ended)[0]).toBe(130);
  expect(readdirSync(folder.path)).toEqual(['mix.wav']);
});

test('a disk that takes no file of this size is not called full', async () => {
  using folder = tempFolder();
  const mix = writeSound(folder.file('mix.wav'), 2, tone(300));
  // In blocks of 512 bytes; past it the kernel answers EFBIG.
  const limit = 'ulimit -S -f 100 && exec "$@"';
  const command = [process.execPath, bin, 'master', mix, '-o', folder.file('out.wav')];
  const child = spawn('sh', ['-c', limit, 'sh', ...command], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [err, [code]] = await Promise.all([text(child.stderr), once(child, 'close')]);
  expect(code).toBe(1);
  expect(err).toContain('The file is larger than this disk lets one file be;');
  expect(readdirSync(folder.path)).toEqual(['mix.wav']);
});
