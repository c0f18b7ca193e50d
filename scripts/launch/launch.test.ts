import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { describeFailure } from './describe-failure.ts';
import { lockDataDirectory } from './lock-data-directory.ts';
import { explainNoConnection } from './open-database.ts';
import { openLog } from './open-log.ts';
import { parseSettings } from './read-settings.ts';
import { requireFreePort } from './require-free-port.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sweetspot-launch-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('settings', () => {
  test('need nothing', () => {
    expect(parseSettings({})).toMatchObject({
      port: 3000,
      publicUrl: 'http://localhost:3000',
      databaseUrl: undefined,
      seedDemo: true,
      dataDirectory: expect.stringMatching(/[/\\]\.data$/),
    });
  });

  test('an empty variable counts as one that is not set', () => {
    expect(parseSettings({ PORT: '', DATABASE_URL: '', PUBLIC_URL: ' ' })).toMatchObject({
      port: 3000,
      databaseUrl: undefined,
    });
  });

  test('every mistake is listed at once', () => {
    const wrong = { PORT: '0', DATABASE_URL: 'mysql://x', PUBLIC_URL: 'x', AUTH_SECRET: 'short', SEED_DEMO: 'maybe' };
    expect(() => parseSettings(wrong)).toThrow(/PORT.*DATABASE_URL.*PUBLIC_URL.*AUTH_SECRET.*SEED_DEMO/);
  });
});

describe('the lock on a data directory', () => {
  const lock = () => join(directory, 'launcher.lock');

  test('is given back', () => {
    lockDataDirectory(directory)();
    expect(readdirSync(directory)).toEqual([]);
  });

  test('of a process that is gone counts as none', () => {
    writeFileSync(lock(), '999999999');
    lockDataDirectory(directory);
    expect(readFileSync(lock(), 'utf8')).toBe(String(process.pid));
  });

  test('of a number that another program has now counts as none', () => {
    writeFileSync(lock(), String(process.ppid));
    lockDataDirectory(directory);
    expect(readFileSync(lock(), 'utf8')).toBe(String(process.pid));
  });
});

describe('the port', () => {
  test('taken by another program is named, with a way out', async () => {
    const rival = createServer().listen(0);
    await once(rival, 'listening');
    const address = rival.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(requireFreePort(port)).rejects.toThrow(`Port ${port} is taken by another program`);
    rival.close();
    await once(rival, 'close');
    await expect(requireFreePort(port)).resolves.toBeUndefined();
  });
});

describe('what went wrong becomes one sentence', () => {
  test.each([
    ['ECONNREFUSED', /No PostgreSQL answers at db:5432/],
    ['ENOTFOUND', /The host db of DATABASE_URL is not known/],
    ['28P01', /refuses the user me or the password/],
    ['3D000', /has no database song/],
    ['ETIMEDOUT', /cannot be reached \(why\)/],
  ])('%s', (code, sentence) => {
    const cause = Object.assign(new Error('why'), { code });
    expect(explainNoConnection('postgresql://me:secret@db/song', cause)).toMatch(sentence);
    expect(explainNoConnection('postgresql://me:secret@db/song', new AggregateError([cause]))).not.toContain('secret');
  });

  test('a full disk and a missing right', () => {
    expect(describeFailure(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toMatch(/^The disk is full/);
    expect(describeFailure(Object.assign(new Error('x'), { code: 'EACCES', path: '/a' }))).toMatch(/may not write \/a/);
    expect(describeFailure(new Error('a mistake of ours'))).toContain('launch.test.ts');
  });
});

test('a log keeps two generations and tells its last lines', () => {
  const file = join(directory, 'logs', 'web.log');
  const log = openLog(file, 100);
  for (let line = 0; line < 20; line++) log.write(Buffer.from(`line ${line}\n`));
  log.close();
  expect(log.tail(2)).toBe('line 18\nline 19');
  expect(statSync(file).size).toBeLessThanOrEqual(100);
  expect(existsSync(`${file}.old`)).toBe(true);
});
