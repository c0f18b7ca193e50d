import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const repositoryRoot = resolve(import.meta.dirname, '../../..');

const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');
const number = z.coerce.number('must be a number').int('must be a whole number');

const variables = z
  .object({
    DATABASE_URL: z
      .string('must be set, like postgresql://user:password@host:5432/sweetspot')
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
    DATA_DIR: z.string().default('.data'),
    PORT: number.min(0).max(65_535).default(3000),
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address like https://sweetspot.example' }).optional(),
    S3_BUCKET: z.string().optional(),
    S3_ENDPOINT: z.string().optional(),
    S3_REGION: z.string().default('us-east-1'),
    S3_ACCESS_KEY_ID: z.string().optional(),
    S3_SECRET_ACCESS_KEY: z.string().optional(),
    S3_FORCE_PATH_STYLE: flag.optional(),
    S3_CACHE_BYTES: number.positive().default(10 * 1024 ** 3),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
      .optional(),
    MAIL_FROM: z.string().default('Sweetspot <sweetspot@localhost>'),
    WORKER_CONCURRENCY: number.min(1).max(64).default(2),
    WORKER_HEALTH_PORT: number.min(0).max(65_535).optional(),
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((value, issue) => {
    if ((value.S3_ACCESS_KEY_ID === undefined) !== (value.S3_SECRET_ACCESS_KEY === undefined)) {
      const message = 'needs S3_SECRET_ACCESS_KEY beside it, or neither';
      issue.addIssue({ code: 'custom', path: ['S3_ACCESS_KEY_ID'], message });
    }
  });

export type Env = ReturnType<typeof parseEnv>;

/** Every mistake in the environment, one a line, as a sentence for who starts the program. */
export class EnvError extends Error {
  constructor(mistakes: readonly string[]) {
    super(`The environment cannot be used:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.name = 'EnvError';
  }
}

/** Reads the settings of the worker; what is empty counts as not set. Throws EnvError naming every variable that is wrong. */
export function parseEnv(source: Record<string, string | undefined>) {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(filled);
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const { DATA_DIR, PUBLIC_URL, ...rest } = parsed.data;
  return {
    ...rest,
    DATA_DIR: resolve(repositoryRoot, DATA_DIR),
    PUBLIC_URL: (PUBLIC_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, ''),
  };
}

/** The environment of this process, with `.env` of the checkout below it. The only place of apps/worker that reads it. */
export function loadEnv(): Env {
  const file = join(repositoryRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  return parseEnv(process.env);
}
