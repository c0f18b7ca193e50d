import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import {
  EnvError,
  installationVariables,
  publicUrlOf,
  readVariables,
  together,
  wholeNumber,
} from '@sweetspot/core/settings/installation-settings';
import { z } from 'zod';

const repositoryRoot = resolve(import.meta.dirname, '../../..');

const variables = z
  .object({
    ...installationVariables,
    MAIL_FROM: z.string().default('Sweetspot <sweetspot@localhost>'),
    /** How long removed stems, versions, songs and projects keep their files. */
    KEEP_REMOVED_DAYS: wholeNumber.min(1).max(36_500).default(30),
    WORKER_CONCURRENCY: wholeNumber.min(1).max(64).default(2),
    WORKER_HEALTH_PORT: wholeNumber.min(0).max(65_535).optional(),
  })
  .superRefine(together('S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'));

export type Env = ReturnType<typeof parseEnv>;

/** Reads the settings of the worker. Throws EnvError naming every variable that is wrong. */
export function parseEnv(source: Record<string, string | undefined>) {
  const env = readVariables(variables, source);
  return { ...env, DATA_DIR: resolve(repositoryRoot, env.DATA_DIR), PUBLIC_URL: publicUrlOf(env) };
}

/** The environment of this process, with `.env` of the checkout below it. The only place of apps/worker that reads it. */
function loadEnv(): Env {
  const file = join(repositoryRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return parseEnv(process.env);
}

/** The same for a program that cannot do without: says every mistake and ends. */
export function loadEnvOrExit(): Env {
  try {
    return loadEnv();
  } catch (error) {
    if (!(error instanceof EnvError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}
