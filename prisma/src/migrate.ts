import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import pg from 'pg';

/** Migrations could not be applied; `message` is a sentence for the person who runs the program. */
export class MigrationError extends Error {
  override name = 'MigrationError';
}

export type Migration = { name: string; sql: string; checksum: string };

type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null; rolled_back_at: Date | null };

/** The advisory lock `prisma migrate deploy` takes, so that the two exclude each other. */
const prismaLock = 72_707_369;

/** As the schema engine of Prisma creates it. */
const createTable = `
  CREATE TABLE IF NOT EXISTS _prisma_migrations (
    id                  VARCHAR(36) PRIMARY KEY NOT NULL,
    checksum            VARCHAR(64) NOT NULL,
    finished_at         TIMESTAMPTZ,
    migration_name      VARCHAR(255) NOT NULL,
    logs                TEXT,
    rolled_back_at      TIMESTAMPTZ,
    started_at          TIMESTAMPTZ NOT NULL DEFAULT now(),
    applied_steps_count INTEGER NOT NULL DEFAULT 0
  )`;

const migrationsDirectory = resolve(import.meta.dirname, '../migrations');

/**
 * Brings the database to the last migration and returns the names of those it applied, oldest first.
 *
 * Each migration runs in one transaction together with its row in `_prisma_migrations`: one that is killed half-way leaves
 * nothing and is simply applied next time. Two callers at once wait for each other. The table, checksums and lock are those
 * of `prisma migrate deploy`, which can be used in its place at any time.
 *
 * @throws MigrationError when a migration fails, was edited after it was applied, is unknown to this program, or was left
 * half done by another tool; or when the lock is not free within `lockTimeoutMs`.
 */
export async function applyMigrations(
  databaseUrl: string,
  { directory = migrationsDirectory, lockTimeoutMs = 120_000 }: { directory?: string; lockTimeoutMs?: number } = {},
): Promise<string[]> {
  const migrations = readMigrations(directory);
  const client = new pg.Client({ connectionString: databaseUrl, application_name: 'sweetspot-migrate' });
  client.on('error', () => undefined); // A lost connection also rejects the query under way, which is reported.
  await client.connect();
  try {
    // A server that looks whether its client is still there gives up the lock of a killed one.
    await client.query('SET client_connection_check_interval = 1000').catch(() => undefined);
    await takeLock(client, lockTimeoutMs);
    await client.query(createTable);
    const { rows } = await client.query<AppliedRow>(
      'SELECT migration_name, checksum, finished_at, rolled_back_at FROM _prisma_migrations ORDER BY started_at',
    );
    const pending = comparePending(migrations, rows);
    for (const migration of pending) await applyMigration(client, migration);
    return pending.map(({ name }) => name);
  } finally {
    await client.end(); // Ends the session, and with it the lock.
  }
}

/** The migrations of a directory in Prisma's layout, oldest first. */
export function readMigrations(directory: string = migrationsDirectory): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const file = join(directory, name, 'migration.sql');
      if (!existsSync(file)) throw new MigrationError(`The migration ${name} has no migration.sql; restore it.`);
      const sql = readFileSync(file, 'utf8');
      if (/^\s*(BEGIN|COMMIT|ROLLBACK)\s*;/im.test(sql)) {
        throw new MigrationError(
          `The migration ${name} begins or ends a transaction; it runs inside one, so leave that out.`,
        );
      }
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function takeLock(client: pg.Client, timeoutMs: number): Promise<void> {
  await client.query(`SET lock_timeout = ${Math.round(timeoutMs)}`);
  try {
    await client.query('SELECT pg_advisory_lock($1)', [prismaLock]);
  } catch (cause) {
    if (!(cause instanceof pg.DatabaseError && cause.code === '55P03')) throw cause;
    throw new MigrationError(
      `Another process has been migrating this database for ${Math.round(timeoutMs / 1000)} s; wait for it to end, then start again.`,
      { cause },
    );
  }
  await client.query('SET lock_timeout = 0');
}

function comparePending(migrations: Migration[], rows: AppliedRow[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  const applied = new Set<string>();
  for (const row of rows) {
    if (row.rolled_back_at !== null) continue;
    const migration = known.get(row.migration_name);
    if (migration === undefined) {
      throw new MigrationError(
        `The database has the migration ${row.migration_name}, which this program does not know: it was used by a newer one. Run that version, or restore a backup.`,
      );
    }
    if (row.finished_at === null) {
      throw new MigrationError(
        `The migration ${row.migration_name} was begun by another tool and never finished. Repair the database, then say so with \`prisma migrate resolve\`.`,
      );
    }
    if (row.checksum !== migration.checksum && !matchesOtherLineEnding(migration.sql, row.checksum)) {
      throw new MigrationError(
        `The migration ${row.migration_name} was edited after it was applied to this database. Restore the file and put the change into a new migration.`,
      );
    }
    applied.add(row.migration_name);
  }
  return migrations.filter(({ name }) => !applied.has(name));
}

/** Prisma counts a file the same whether git checked it out with LF or CRLF. */
function matchesOtherLineEnding(sql: string, checksum: string): boolean {
  const lf = sql.replaceAll('\r\n', '\n');
  return [lf, lf.replaceAll('\n', '\r\n')].some((text) => createHash('sha256').update(text).digest('hex') === checksum);
}

async function applyMigration(client: pg.Client, { name, sql, checksum }: Migration): Promise<void> {
  try {
    await client.query('BEGIN');
    const startedAt = new Date();
    await client.query(sql);
    await client.query(
      `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
       VALUES ($1, $2, $3, $4, clock_timestamp(), 1)`,
      [randomUUID(), checksum, name, startedAt],
    );
    await client.query('COMMIT');
  } catch (cause) {
    await client.query('ROLLBACK').catch(() => undefined); // A lost connection has rolled back by itself.
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new MigrationError(`The migration ${name} failed and was undone: ${reason}`, { cause });
  }
}
