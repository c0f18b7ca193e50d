import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Supervision, type SupervisionOptions, supervise } from './supervise.ts';

let directory: string;
let supervision: Supervision | undefined;
let output: string;
let reported: string[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sweetspot-supervise-'));
  output = '';
  reported = [];
});

afterEach(async () => {
  await supervision?.stop();
  rmSync(directory, { recursive: true, force: true });
});

function run(script: string, options: Partial<SupervisionOptions> = {}): Supervision {
  writeFileSync(join(directory, 'program.mjs'), script);
  supervision = supervise(
    { name: 'trial', command: process.execPath, args: ['program.mjs'], cwd: directory, env: process.env },
    {
      onOutput: (chunk) => (output += chunk.toString()),
      report: (line) => reported.push(line),
      firstBackoffMs: 20,
      ...options,
    },
  );
  return supervision;
}

const stay = 'setInterval(() => undefined, 1000);';
const countStarts = `import { appendFileSync } from 'node:fs'; appendFileSync('starts', '.'); console.log('up');`;
const starts = () =>
  existsSync(join(directory, 'starts')) ? readFileSync(join(directory, 'starts'), 'utf8').length : 0;

test('starts again what crashes, with growing pauses', async () => {
  const { settled } = run(`${countStarts} import { readFileSync } from 'node:fs';
    if (readFileSync('starts', 'utf8').length < 4) setTimeout(() => process.exit(3), 50); else ${stay}`);
  settled();
  await expect.poll(starts, { timeout: 10_000 }).toBe(4);
  expect(reported).toEqual([
    'The trial process ended with code 3; starting it again in 0.0 s',
    'The trial process ended with code 3; starting it again in 0.0 s',
    'The trial process ended with code 3; starting it again in 0.1 s',
  ]);
});

test('gives up after a row of crashes, with a sentence', async () => {
  const { settled, givenUp } = run(`${countStarts} setTimeout(() => process.exit(3), 30);`, { maxCrashes: 3 });
  settled();
  expect(await givenUp).toBe('The trial process keeps crashing (3 times in a row; it last ended with code 3)');
  expect(starts()).toBe(3);
});

test('a crash while starting is not repeated', async () => {
  const { givenUp } = run(`${countStarts} process.exit(1);`);
  expect(await givenUp).toBe('The trial process ended with code 1 while starting');
  expect(starts()).toBe(1);
});

test('a program that cannot be started is given up', async () => {
  supervision = supervise(
    { name: 'trial', command: join(directory, 'missing'), args: [], cwd: directory, env: {} },
    { onOutput: () => undefined, report: () => undefined },
  );
  expect(await supervision.givenUp).toMatch(/could not be started: .*ENOENT/);
});

test('stopping lets the process finish its work and does not start it again', async () => {
  const { stop, settled } = run(`${countStarts} ${stay}
    process.on('SIGTERM', () => setTimeout(() => { console.log('drained'); process.exit(0); }, 100));`);
  settled();
  await expect.poll(() => output).toContain('up');
  await stop();
  expect(output).toContain('drained');
  expect(starts()).toBe(1);
});

test('a process that does not end when asked is killed, with its children', async () => {
  const { stop } = run(
    `${countStarts} ${stay} process.on('SIGTERM', () => undefined);
    import { spawn } from 'node:child_process'; import { writeFileSync } from 'node:fs';
    writeFileSync('child', String(spawn('sleep', ['60']).pid)); console.log('ready');`,
    { stopTimeoutMs: 200 },
  );
  await expect.poll(() => output).toContain('ready');
  const child = Number(readFileSync(join(directory, 'child'), 'utf8'));
  await stop();
  expect(reported).toEqual(['The trial process did not end in 0.2 s and is killed']);
  await expect.poll(() => isAlive(child), { timeout: 10_000 }).toBe(false);
});

/** A killed child whose parent is gone may stay a zombie until init collects it. */
function isAlive(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  if (process.platform === 'linux') return existsSync(stat) && !/\) [ZX] /.test(readFileSync(stat, 'utf8'));
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
