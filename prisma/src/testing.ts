import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { startEmbeddedServer } from './embedded.ts';
import { applyMigrations } from './migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** URL of the `postgres` database of the run's own server, as superuser. */
    testServerUrl: string;
  }
}

export type TestDatabase = {
  url: string;
  /** Ends every session on it and removes it. */
  drop: () => Promise<void>;
};

export type TestServer = {
  /** URL of the server's `postgres` database, as superuser. */
  url: string;
  /** Stops the server and removes its files. */
  stop: () => Promise<void>;
};

const template = 'sweetspot_template';

/** Starts a throw-away server with a migrated template database. In vitest the global setup has done it already. */
export async function startTestServer(): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'sweetspot-test-postgres-'));
  const server = await startEmbeddedServer({ directory, durable: false, maxConnections: 300 });
  const stop = async () => {
    await server.stop();
    rmSync(directory, { recursive: true, force: true });
  };
  try {
    const url = server.url('postgres');
    await execute(url, `CREATE DATABASE ${template}`);
    await applyMigrations(server.url(template));
    // Nobody may connect to it: a database with sessions cannot be cloned.
    await execute(url, `ALTER DATABASE ${template} WITH ALLOW_CONNECTIONS false IS_TEMPLATE true`);
    return { url, stop };
  } catch (cause) {
    await stop();
    throw cause;
  }
}

/**
 * A database of its own, cloned from the migrated template.
 *
 * @param options.empty without tables, for tests of the migrations themselves.
 * @param options.serverUrl of a `startTestServer()`; inside vitest that of the run is used.
 */
export async function createTestDatabase(options: { empty?: boolean; serverUrl?: string } = {}): Promise<TestDatabase> {
  const serverUrl = options.serverUrl ?? (await import('vitest')).inject('testServerUrl');
  const name = `test_${randomBytes(8).toString('hex')}`;
  await execute(serverUrl, `CREATE DATABASE ${name} TEMPLATE ${options.empty ? 'template0' : template}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
