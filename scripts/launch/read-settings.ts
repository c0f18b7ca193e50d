import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LaunchError } from './launch-error.ts';

/** What the launcher itself needs; the web and worker processes read their own variables. */
export type Settings = {
  port: number;
  publicUrl: string;
  /** Absolute. */
  dataDirectory: string;
  /** `undefined`: the embedded server. */
  databaseUrl: string | undefined;
  authSecret: string;
  seedDemo: boolean;
  /** The environment this process was started with, `.env` below it. */
  inherited: Record<string, string | undefined>;
};

export const repositoryRoot = resolve(import.meta.dirname, '../..');

/** Reads the environment and the file `.env` beneath it. The only place of the launcher that does. */
export function readSettings(): Settings {
  const file = join(repositoryRoot, '.env');
  if (existsSync(file)) process.loadEnvFile(file);
  const settings = parseSettings(process.env);
  mkdirSync(settings.dataDirectory, { recursive: true });
  return { ...settings, authSecret: settings.authSecret || keptSecret(settings.dataDirectory) };
}

/**
 * @returns the settings, with an empty `authSecret` when none is set.
 * @throws LaunchError that lists every variable that cannot be used.
 */
export function parseSettings(source: Record<string, string | undefined>): Settings {
  const mistakes: string[] = [];
  const text = (name: string) => source[name]?.trim() || undefined;

  const port = Number(text('PORT') ?? '3000');
  if (!Number.isInteger(port) || port < 1 || port > 65_535) mistakes.push('PORT must be a number from 1 to 65535');

  const databaseUrl = text('DATABASE_URL');
  if (databaseUrl !== undefined && !(URL.canParse(databaseUrl) && /^postgres(ql)?:\/\//.test(databaseUrl))) {
    mistakes.push('DATABASE_URL must look like postgresql://user:password@host:5432/sweetspot');
  }
  const publicUrl = text('PUBLIC_URL');
  if (publicUrl !== undefined && !(URL.canParse(publicUrl) && /^https?:\/\//.test(publicUrl))) {
    mistakes.push('PUBLIC_URL must be an address like https://sweetspot.example');
  }
  const authSecret = text('AUTH_SECRET') ?? '';
  if (authSecret !== '' && authSecret.length < 32) mistakes.push('AUTH_SECRET must have at least 32 characters');
  const seed = text('SEED_DEMO') ?? 'on';
  if (seed !== 'on' && seed !== 'off') mistakes.push('SEED_DEMO must be on or off');

  if (mistakes.length > 0) throw new LaunchError(`The environment cannot be used: ${mistakes.join('; ')}.`);
  return {
    port,
    publicUrl: (publicUrl ?? `http://localhost:${port}`).replace(/\/+$/, ''),
    dataDirectory: resolve(repositoryRoot, text('DATA_DIR') ?? '.data'),
    databaseUrl,
    authSecret,
    seedDemo: seed === 'on',
    inherited: source,
  };
}

/** Signs sessions and links; made once, so that a restart signs nobody out. */
function keptSecret(dataDirectory: string): string {
  const file = join(dataDirectory, 'auth-secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(48).toString('base64url'), { mode: 0o600, flag: 'wx' });
  return readFileSync(file, 'utf8').trim();
}
