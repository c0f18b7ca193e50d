import { EnvError } from '@sweetspot/core/settings/installation-settings';
import { expect, test } from 'vitest';
import { parseEnv } from './env.ts';

const url = 'postgresql://sweetspot@localhost:5432/sweetspot';

test('needs nothing but a database', () => {
  const env = parseEnv({ DATABASE_URL: url, SMTP_URL: '' });
  expect(env).toMatchObject({ WORKER_CONCURRENCY: 2, PUBLIC_URL: 'http://localhost:3000' });
  expect(env.SMTP_URL).toBeUndefined();
});

test('names every mistake at once', () => {
  const wrong = { SMTP_URL: 'mail.example', WORKER_CONCURRENCY: 'two', S3_ACCESS_KEY_ID: 'key' };
  expect(() => parseEnv(wrong)).toThrow(EnvError);
  for (const name of ['DATABASE_URL', 'SMTP_URL', 'WORKER_CONCURRENCY']) expect(() => parseEnv(wrong)).toThrow(name);
  expect(() => parseEnv({ DATABASE_URL: url, S3_ACCESS_KEY_ID: 'key' })).toThrow('S3_ACCESS_KEY_ID needs');
});
