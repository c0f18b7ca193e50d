import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { EnvError, parseEnv } from './env.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'sweetspot-env-test-'));
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const least = () => ({ DATABASE_URL: 'postgresql://u:p@localhost/sweetspot', DATA_DIR: dataDir });

test('only the database has to be named', () => {
  const env = parseEnv(least());
  expect(env).toMatchObject({ PORT: 3000, PUBLIC_URL: 'http://localhost:3000', secure: false });
});

test('every mistake is listed, each with its variable', () => {
  const wrong = { PORT: 'x', DATABASE_URL: 'mysql://x', AUTH_SECRET: 'short', PUBLIC_URL: 'ftp://x', SMTP_URL: 'mail' };
  expect(() => parseEnv({ ...wrong, GOOGLE_CLIENT_ID: 'only half' })).toThrow(EnvError);
  for (const name of Object.keys(wrong)) expect(() => parseEnv(wrong)).toThrow(`\n  ${name} must`);
  expect(() => parseEnv({ ...least(), GOOGLE_CLIENT_ID: 'only half' })).toThrow(/GOOGLE_CLIENT_SECRET/);
});

test('an empty variable counts as none', () => {
  expect(parseEnv({ ...least(), PORT: '', SMTP_URL: '', AUTH_SECRET: '' }).SMTP_URL).toBeUndefined();
});

test('a secret is made once, for this machine alone', () => {
  const first = parseEnv(least()).AUTH_SECRET;
  expect(first.length).toBeGreaterThanOrEqual(32);
  expect(parseEnv(least()).AUTH_SECRET).toBe(first);
  const file = join(dataDir, 'auth-secret');
  expect(readFileSync(file, 'utf8')).toBe(first);
  expect(statSync(file).mode & 0o077).toBe(0);
});

test('behind https cookies are for https', () => {
  expect(parseEnv({ ...least(), PUBLIC_URL: 'https://mix.example/' })).toMatchObject({
    PUBLIC_URL: 'https://mix.example',
    secure: true,
  });
});
