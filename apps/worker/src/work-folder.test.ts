import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { makeWorkFolder } from './work-folder.ts';

const log = pino({ level: 'silent' });
const hourMs = 3600 * 1000;
let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sweetspot-work-'));
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(root, { recursive: true, force: true });
});

test('folders of killed processes go, those of processes that live stay', async () => {
  const ended = spawn(process.execPath, ['--version'], { stdio: 'ignore' });
  await once(ended, 'exit');
  const longAgo = new Date(Date.now() - 25 * hourMs);
  for (const name of [`${hostname()}.${ended.pid}`, `${hostname()}.${process.ppid}`, 'elsewhere.1', 'elsewhere.2']) {
    await mkdir(join(root, name));
  }
  for (const name of [`${hostname()}.${process.ppid}`, 'elsewhere.1']) await utimes(join(root, name), longAgo, longAgo);
  const folder = await makeWorkFolder(root, log);
  const own = `${hostname()}.${process.pid}`;
  expect((await readdir(root)).toSorted()).toEqual([`${hostname()}.${process.ppid}`, 'elsewhere.2', own].toSorted());
  await folder.remove();
  expect(await readdir(root)).not.toContain(own);
});

test('a folder in use does not grow old for workers on other machines', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
  const folder = await makeWorkFolder(root, log);
  const longAgo = new Date(Date.now() - 25 * hourMs);
  await utimes(folder.path, longAgo, longAgo);
  vi.advanceTimersByTime(hourMs);
  vi.useRealTimers();
  await expect.poll(async () => (await stat(folder.path)).mtimeMs).toBeGreaterThan(Date.now() - hourMs);
  await folder.remove();
});
