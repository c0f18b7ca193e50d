import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startProgram } from './start-program.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sweetspot-program-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, script: string): URL {
  writeFileSync(join(folder, name), script);
  return pathToFileURL(join(folder, name));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

test('a program ends with the process that started it, even when that is killed', async () => {
  const stays = write('stays.mjs', 'console.log(process.pid); setInterval(() => undefined, 1000);');
  const caller = write(
    'caller.mjs',
    `import { startProgram } from ${JSON.stringify(new URL('start-program.ts', import.meta.url).href)};
     startProgram(new URL(${JSON.stringify(stays.href)}), []).stdout.pipe(process.stdout);`,
  );
  const child = spawn(process.execPath, [caller.pathname], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  child.kill('SIGKILL');
  await expect.poll(() => isAlive(pid)).toBe(false);
});

test('a program that has nothing more to do ends by itself', async () => {
  const program = startProgram(write('done.mjs', ''), []);
  expect(await once(program, 'exit')).toEqual([0, null]);
});
