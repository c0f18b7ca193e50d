import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { diffSchemas } from '../scripts/diff-schemas.ts';
import { withSchemaEngine } from '../scripts/with-schema-engine.ts';
import { applyMigrations, readMigrations } from './migrate.ts';
import { createTestDatabase, type TestDatabase } from './testing.ts';

const ours = resolve(import.meta.dirname, '../migrations');
const schema = readFileSync(resolve(import.meta.dirname, '../schema.prisma'), 'utf8');
const noFilters = { externalTables: [], externalEnums: [] };

let database: TestDatabase;
let directory: string;
let client: pg.Client;

beforeEach(async () => {
  database = await createTestDatabase({ empty: true });
  directory = mkdtempSync(join(tmpdir(), 'sweetspot-migrations-'));
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});

afterEach(async () => {
  await client.end();
  await database.drop();
  rmSync(directory, { recursive: true, force: true });
});

function writeMigration(name: string, sql: string): void {
  mkdirSync(join(directory, name), { recursive: true });
  writeFileSync(join(directory, name, 'migration.sql'), sql);
}

async function rowsOfTable(): Promise<Record<string, unknown>[]> {
  return (await client.query('SELECT * FROM _prisma_migrations ORDER BY started_at')).rows;
}

/** The migration directory as the CLI hands it to the schema engine. */
function listForPrisma(baseDir: string) {
  return {
    baseDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: readMigrations(baseDir).map(({ name, sql }) => ({
      path: name,
      migrationFile: { path: 'migration.sql', content: { tag: 'ok' as const, value: sql } },
    })),
  };
}

async function deployWithPrisma(baseDir: string): Promise<string[]> {
  const { appliedMigrationNames } = await withSchemaEngine(database.url, schema, (engine) =>
    engine.applyMigrations({ migrationsList: listForPrisma(baseDir), filters: noFilters }),
  );
  return appliedMigrationNames;
}

describe('interchangeable with `prisma migrate deploy`', () => {
  test('what we applied, Prisma has nothing to add to', async () => {
    const names = readMigrations(ours).map(({ name }) => name);
    expect(await applyMigrations(database.url)).toEqual(names);
    expect(await deployWithPrisma(ours)).toEqual([]);
  });

  test('what Prisma applied, we have nothing to add to', async () => {
    const names = readMigrations(ours).map(({ name }) => name);
    expect(await deployWithPrisma(ours)).toEqual(names);
    expect(await applyMigrations(database.url)).toEqual([]);
  });

  test('both write the same row and the same table', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\n');
    const describeTable = `
      SELECT column_name, data_type, character_maximum_length, is_nullable, column_default
      FROM information_schema.columns WHERE table_name = '_prisma_migrations' ORDER BY ordinal_position`;
    const own = (row: Record<string, unknown> | undefined) => [row?.['id'], row?.['started_at'], row?.['finished_at']];

    await applyMigrations(database.url, { directory });
    const [ourRow] = await rowsOfTable();
    const ourTable = (await client.query(describeTable)).rows;
    await client.query('DROP TABLE a, _prisma_migrations');
    await deployWithPrisma(directory);
    const [theirRow] = await rowsOfTable();

    expect((await client.query(describeTable)).rows).toEqual(ourTable);
    const differing = { id: 0, started_at: 0, finished_at: 0 };
    expect({ ...theirRow, ...differing }).toEqual({ ...ourRow, ...differing });
    expect(ourRow?.['checksum']).toBe(createHash('sha256').update('CREATE TABLE a (x int);\n').digest('hex'));
    for (const row of [ourRow, theirRow]) {
      expect(own(row)).toEqual([expect.stringMatching(/^[0-9a-f-]{36}$/), expect.any(Date), expect.any(Date)]);
    }
  });
});

describe('the committed migrations', () => {
  test('lead to schema.prisma', async () => {
    const last = readdirSync(ours, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map(({ name }) => name)
      .sort()
      .at(-1);
    const lastSchema = readFileSync(join(ours, last ?? '', 'schema.prisma'), 'utf8');
    expect(await diffSchemas(database.url, lastSchema, schema), 'run prisma/scripts/make-migration.ts').toBe('');
  });

  test('make everything the schema declares', async () => {
    const catalogue = `
      SELECT 'column ' || table_name || '.' || column_name || ' ' || udt_name || ' ' || is_nullable || ' ' || coalesce(column_default, '') AS thing
        FROM information_schema.columns WHERE table_schema = 'public'
      UNION ALL SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public'
      UNION ALL SELECT 'constraint ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
      UNION ALL SELECT 'label ' || enumtypid::regtype || ' ' || enumlabel FROM pg_enum`;
    const list = async (on: pg.Client) => (await on.query<{ thing: string }>(catalogue)).rows.map(({ thing }) => thing);

    await client.query(await diffSchemas(database.url, undefined, schema));
    const declared = await list(client);
    const migrated = await createTestDatabase();
    const other = new pg.Client({ connectionString: migrated.url });
    await other.connect();
    const made = new Set(await list(other));
    await other.end();
    await migrated.drop();

    expect(declared.length).toBeGreaterThan(100);
    expect(declared.filter((thing) => !made.has(thing))).toEqual([]);
  });
});

describe('when things go wrong (fault 100)', () => {
  test('a migration killed half-way leaves nothing and is applied next time', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\nSELECT pg_sleep(60);\n');
    const interrupted = applyMigrations(database.url, { directory });
    const refused = expect(interrupted).rejects.toThrow(/20260101000000_a failed/);
    const kill = `SELECT pg_terminate_backend(pid) AS killed FROM pg_stat_activity
      WHERE datname = current_database() AND query LIKE '%pg_sleep(60)%' AND pid <> pg_backend_pid()`;
    await expect.poll(async () => (await client.query(kill)).rows, { timeout: 10_000 }).toEqual([{ killed: true }]);
    await refused;

    expect(await rowsOfTable()).toEqual([]);
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\n');
    expect(await applyMigrations(database.url, { directory })).toEqual(['20260101000000_a']);
  });

  test('run twice at once, one applies and the other waits and finds nothing to do', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\nSELECT pg_sleep(0.2);\n');
    writeMigration('20260102000000_b', 'CREATE TABLE b (x int);\n');
    const results = await Promise.all([1, 2, 3].map(() => applyMigrations(database.url, { directory })));
    expect(results.map((names) => names.length).sort()).toEqual([0, 0, 2]);
    expect(await rowsOfTable()).toHaveLength(2);
  });

  test('gives up waiting for another with a sentence', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\n');
    await client.query('SELECT pg_advisory_lock(72707369)'); // As `prisma migrate deploy` holds it.
    await expect(applyMigrations(database.url, { directory, lockTimeoutMs: 100 })).rejects.toThrow(
      /Another process has been migrating/,
    );
  });

  test('a file edited after it was applied is refused; other line endings are the same file', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\n');
    await applyMigrations(database.url, { directory });
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\r\n');
    expect(await applyMigrations(database.url, { directory })).toEqual([]);
    writeMigration('20260101000000_a', 'CREATE TABLE a (x bigint);\n');
    await expect(applyMigrations(database.url, { directory })).rejects.toThrow(/edited after it was applied/);
  });

  test('a failing migration is undone whole; those before it stay', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\n');
    writeMigration('20260102000000_b', 'CREATE TABLE b (x int);\nCREATE TABLE a (x int);\n');
    await expect(applyMigrations(database.url, { directory })).rejects.toThrow(
      /20260102000000_b failed and was undone: relation "a" already exists/,
    );
    const { rows } = await client.query(`SELECT to_regclass('a') IS NOT NULL AS a, to_regclass('b') IS NOT NULL AS b`);
    expect(rows).toEqual([{ a: true, b: false }]);
    expect((await rowsOfTable()).map((row) => row['migration_name'])).toEqual(['20260101000000_a']);
  });

  test('a database of a newer program is refused', async () => {
    cpSync(ours, directory, { recursive: true });
    writeMigration('29990101000000_future', 'CREATE TABLE future (x int);\n');
    await applyMigrations(database.url, { directory });
    await expect(applyMigrations(database.url)).rejects.toThrow(/29990101000000_future.*newer/);
  });

  test('a migration another tool began and never finished is named; one it rolled back is applied again', async () => {
    writeMigration('20260101000000_a', 'SELECT broken;\n');
    await expect(deployWithPrisma(directory)).rejects.toThrow();
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\n');
    await expect(applyMigrations(database.url, { directory })).rejects.toThrow(/never finished/);
    await client.query('UPDATE _prisma_migrations SET rolled_back_at = now()'); // `prisma migrate resolve --rolled-back`
    expect(await applyMigrations(database.url, { directory })).toEqual(['20260101000000_a']);
  });

  test('a migration that would end the transaction it runs in is refused', async () => {
    writeMigration('20260101000000_a', 'CREATE TABLE a (x int);\nCOMMIT;\n');
    await expect(applyMigrations(database.url, { directory })).rejects.toThrow(/runs inside one/);
  });
});
