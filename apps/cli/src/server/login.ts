import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { settingsFolder } from '../env.ts';

const loginSchema = z.object({ url: z.url(), token: z.string().min(1) });

/** Which installation this person works with, and the token that lets them in. */
export type Login = z.infer<typeof loginSchema>;

const loginPath = () => join(settingsFolder(), 'login.json');

/** Throws `not_signed_in` when there is none. */
export function readLogin(): Login {
  let text: string;
  try {
    text = readFileSync(loginPath(), 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new AppError('not_signed_in', 'Not signed in to an installation; begin with `sweetspot login URL`.');
  }
  try {
    return loginSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError('not_signed_in', `${loginPath()} is damaged; sign in again with \`sweetspot login URL\`.`, {
      cause,
    });
  }
}

/** Only this person may read it, from the moment it is there. */
export function writeLogin(login: Login): string {
  const path = loginPath();
  const part = `${path}.part`;
  mkdirSync(settingsFolder(), { recursive: true, mode: 0o700 });
  rmSync(part, { force: true });
  writeFileSync(part, `${JSON.stringify(login)}\n`, { mode: 0o600, flag: 'wx' });
  // The mode above is cut by the umask only.
  chmodSync(part, 0o600);
  renameSync(part, path);
  return path;
}

export const removeLogin = (): void => rmSync(loginPath(), { force: true });
