import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describeFailure } from './launch/describe-failure.ts';
import { LaunchError } from './launch/launch-error.ts';
import { lockDataDirectory } from './launch/lock-data-directory.ts';
import { readSettings } from './launch/read-settings.ts';

/**
 * `pnpm db:reset`: removes the embedded database, the uploads in progress and the stored files, so that the next start makes
 * them anew with the demo. A database of `DATABASE_URL` is somebody's own and is left alone.
 */
try {
  const { databaseUrl, dataDirectory } = readSettings();
  if (databaseUrl !== undefined) {
    throw new LaunchError(
      'DATABASE_URL is set; drop and create that database yourself, or unset it to reset the embedded one.',
    );
  }
  const unlock = lockDataDirectory(dataDirectory);
  try {
    // By name, because DATA_DIR may be a directory that holds other things as well.
    const ours = readdirSync(dataDirectory).filter((name) => /^(postgres|storage|uploads|cache(-.*)?)$/.test(name));
    for (const name of ours) rmSync(join(dataDirectory, name), { recursive: true, force: true });
  } finally {
    unlock();
  }
  console.log(`Removed the database and the files in ${dataDirectory}; the next start makes them anew.`);
} catch (error) {
  console.error(describeFailure(error));
  process.exitCode = 1;
}
