import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

const repositoryRoot = resolve(import.meta.dirname, '../../../..');

const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');

/** An empty variable counts as one that is not set: compose files and .env templates leave them empty. */
const optional = z.string().optional();

const variables = z
  .object({
    NODE_ENV: z.enum(['development', 'production', 'test'], 'must be development or production').default('development'),
    HOST: z.string().default('127.0.0.1'),
    PORT: z.coerce.number('must be a number').int().min(0).max(65_535).default(3000),
    /** Address under which people reach this installation; sign-in links and cookies depend on it. */
    PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address like https://sweetspot.example' }).optional(),
    DATABASE_URL: z
      .string('must be set, like postgresql://user:password@host:5432/sweetspot')
      .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
    DATABASE_POOL: z.coerce.number('must be a number').int().min(2).max(200).default(15),
    DATA_DIR: z.string().default('.data'),
    AUTH_SECRET: z.string().min(32, 'must have at least 32 characters').optional(),
    /** How many proxies in front set X-Forwarded-For; 0 means that the header is not believed. */
    TRUST_PROXY: z.coerce.number('must be a number').int().min(0).max(10).default(0),
    UPLOAD_MAX_BYTES: z.coerce
      .number('must be a number')
      .int()
      .positive()
      .default(20 * 1024 ** 3),
    /** Free space that an upload must leave on the disk. */
    DISK_RESERVE_BYTES: z.coerce
      .number('must be a number')
      .int()
      .min(0)
      .default(512 * 1024 ** 2),
    S3_BUCKET: optional,
    S3_ENDPOINT: optional,
    S3_REGION: z.string().default('us-east-1'),
    S3_ACCESS_KEY_ID: optional,
    S3_SECRET_ACCESS_KEY: optional,
    S3_FORCE_PATH_STYLE: flag.optional(),
    /** Most that local copies of objects may take on disk. */
    S3_CACHE_BYTES: z.coerce
      .number('must be a number')
      .int()
      .positive()
      .default(10 * 1024 ** 3),
    SMTP_URL: z
      .string()
      .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
      .optional(),
    MAIL_FROM: z.string().default('Sweetspot <sweetspot@localhost>'),
    GOOGLE_CLIENT_ID: optional,
    GOOGLE_CLIENT_SECRET: optional,
    GITHUB_CLIENT_ID: optional,
    GITHUB_CLIENT_SECRET: optional,
    LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
  })
  .superRefine((value, issue) => {
    const together = [
      ['GOOGLE_CLIENT_ID', 'GOOGLE_CLIENT_SECRET'],
      ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
      ['S3_ACCESS_KEY_ID', 'S3_SECRET_ACCESS_KEY'],
    ] as const;
    for (const [one, other] of together) {
      if ((value[one] === undefined) !== (value[other] === undefined)) {
        issue.addIssue({ code: 'custom', path: [one], message: `needs ${other} beside it, or neither` });
      }
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

/**
 * Reads the settings of the web process. A missing AUTH_SECRET is made once and kept in the data directory, so that a
 * single machine needs no set-up; several machines share one through the variable.
 *
 * @throws EnvError naming every variable that is wrong.
 */
export function parseEnv(source: Record<string, string | undefined>) {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = variables.safeParse(filled);
  if (!parsed.success) {
    throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  }
  const { AUTH_SECRET, PUBLIC_URL, DATA_DIR, ...rest } = parsed.data;
  const dataDir = resolve(repositoryRoot, DATA_DIR);
  const publicUrl = (PUBLIC_URL ?? `http://localhost:${rest.PORT}`).replace(/\/+$/, '');
  return {
    ...rest,
    DATA_DIR: dataDir,
    PUBLIC_URL: publicUrl,
    AUTH_SECRET: AUTH_SECRET ?? keptSecret(dataDir),
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
