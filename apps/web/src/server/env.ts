import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  installationVariables,
  publicUrlOf,
  readVariables,
  together,
  wholeNumber,
} from '@sweetspot/core/settings/installation-settings';
import { z } from 'zod';

export { EnvError } from '@sweetspot/core/settings/installation-settings';

const repositoryRoot = resolve(import.meta.dirname, '../../../..');

const variables = z
  .object({
    ...installationVariables,
    NODE_ENV: z.enum(['development', 'production', 'test'], 'must be development or production').default('development'),
    HOST: z.string().default('127.0.0.1'),
    DATABASE_POOL: wholeNumber.min(2).max(200).default(15),
    AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    /** How many proxies in front set X-Forwarded-For; 0 means that the header is not believed. */
    TRUST_PROXY: wholeNumber.min(0).max(10).default(0),
    UPLOAD_MAX_BYTES: wholeNumber.positive().default(20 * 1024 ** 3),
    /** Free space that an upload must leave on the disk. */
    DISK_RESERVE_BYTES: wholeNumber.min(0).default(512 * 1024 ** 2),
    GOOGLE_CLIENT_ID: z.string().optional(),
    GOOGLE_CLIENT_SECRET: z.string().optional(),
    GITHUB_CLIENT_ID: z.string().optional(),
    GITHUB_CLIENT_SECRET: z.string().optional(),
  })
  .superRefine(together('GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'))
  .superRefine(together('GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'))
  .superRefine(together('S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'));

export type Env = ReturnType<typeof parseEnv>;

/**
 * Reads the settings of the web process. A missing AUTH_SECRET is made once and kept in the data directory, so that a
 * single machine needs no set-up; several machines share one through the variable.
 *
 * @throws EnvError naming every variable that is wrong.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const env = readVariables(variables, source);
  const dataDir = resolve(repositoryRoot, env.DATA_DIR);
  const publicUrl = publicUrlOf(env);
  return {
    ...env,
    DATA_DIR: dataDir,
    PUBLIC_URL: publicUrl,
    AUTH_SECRET: env.AUTH_SECRET ?? keptSecret(dataDir),
    /** Cookies are marked `Secure` and links begin with https. */
    secure: publicUrl.startsWith('https:'),
  };
}

/** The environment of this process, with `.env` of the checkout below it. The only place of apps/web that reads it. */
export function loadEnv(): Env {
  const file = join(repositoryRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const env = parseEnv(process.env);
  tellNextAuth(env);
  return env;
}

/** next-auth takes its own address from here and nowhere else. */
export function tellNextAuth(env: Pick<Env, 'PUBLIC_URL'>): void {
  process.env['NEXTAUTH_URL'] = env.PUBLIC_URL;
}

function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'auth-secret');
  mkdirSync(dataDir, { recursive: true });
  try {
    writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return readFileSync(file, 'utf8').trim();
}
