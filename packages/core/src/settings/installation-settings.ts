import { join } from 'node:path';
import { z } from 'zod';
import type { StorageConfig } from '../storage/create-storage.ts';

/** Every mistake in the environment, one a line, as a sentence for who starts the program. */
export class EnvError extends Error {
  constructor(mistakes: readonly string[]) {
    super(`The environment cannot be used:\n${mistakes.map((mistake) => `  ${mistake}`).join('\n')}`);
    this.name = 'EnvError';
  }
}

export const wholeNumber = z.coerce.number('must be a number').int('must be a whole number');
export const flag = z
  .enum(['0', '1', 'true', 'false'], 'must be 1 or 0')
  .transform((value) => value === '1' || value === 'true');

/** The variables that say where an installation keeps what it has, and as whom it speaks: the same for all its processes. */
export const installationVariables = {
  PORT: wholeNumber.min(0).max(65_535).default(3000),
  /** Address under which people reach this installation; links in mails and cookies depend on it. */
  PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an address like https://sweetspot.example' }).optional(),
  DATABASE_URL: z
    .string('must be set, like postgresql://user:password@host:5432/sweetspot')
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://'),
  DATA_DIR: z.string().default('.data'),
  S3_BUCKET: z.string().optional(),
  S3_ENDPOINT: z.string().optional(),
  S3_REGION: z.string().default('us-east-1'),
  S3_ACCESS_KEY_ID: z.string().optional(),
  S3_SECRET_ACCESS_KEY: z.string().optional(),
  S3_FORCE_PATH_STYLE: flag.optional(),
  /** Most that local copies of objects may take on disk. */
  S3_CACHE_BYTES: wholeNumber.positive().default(10 * 1024 ** 3),
  SMTP_URL: z
    .string()
    .regex(/^smtps?:\/\//, 'must begin with smtp:// or smtps://')
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
};

/** For `superRefine`: two variables that are set both or neither. */
export const together =
  <One extends string, Other extends string>(one: One, other: Other) =>
  (value: { [Name in One | Other]?: unknown }, issue: z.core.$RefinementCtx): void => {
    if ((value[one] === undefined) === (value[other] === undefined)) return;
    issue.addIssue({ code: 'custom', path: [one], message: `needs ${other} beside it, or neither` });
  };

/**
 * Reads variables; what is empty counts as not set, because compose files and templates leave variables empty. Throws
 * EnvError naming every variable that is wrong.
 */
export function readVariables<Schema extends z.ZodType>(
  schema: Schema,
  source: Record<string, string | undefined>,
): z.output<Schema> {
  const filled = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = schema.safeParse(filled);
  if (parsed.success) return parsed.data;
  throw new EnvError(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
}

/** The address of the installation, without a slash at its end. */
export const publicUrlOf = ({ PUBLIC_URL, PORT }: { PUBLIC_URL?: string; PORT: number }): string =>
  (PUBLIC_URL ?? `http://localhost:${PORT}`).replace(/\/+$/, '');

type StorageVariables = Pick<
  z.output<z.ZodObject<typeof installationVariables>>,
  | 'DATA_DIR'
  | 'S3_BUCKET'
  | 'S3_ENDPOINT'
  | 'S3_REGION'
  | 'S3_ACCESS_KEY_ID'
  | 'S3_SECRET_ACCESS_KEY'
  | 'S3_FORCE_PATH_STYLE'
  | 'S3_CACHE_BYTES'
>;

/** Where files lie: in the bucket when there is one, else in the data directory. `cacheDirectory` is for copies of the former. */
export function storageConfigOf(env: StorageVariables, cacheDirectory: string): StorageConfig {
  if (env.S3_BUCKET === undefined) return { kind: 'fs', directory: join(env.DATA_DIR, 'storage') };
  const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = env;
  return {
    kind: 's3',
    bucket: env.S3_BUCKET,
    region: env.S3_REGION,
    endpoint: env.S3_ENDPOINT,
    forcePathStyle: env.S3_FORCE_PATH_STYLE,
    credentials: accessKeyId && secretAccessKey ? { accessKeyId, secretAccessKey } : undefined,
    cacheDirectory,
    cacheMaxBytes: env.S3_CACHE_BYTES,
  };
}
