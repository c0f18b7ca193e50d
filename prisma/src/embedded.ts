import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { commandOfProcess } from './command-of-process.ts';
import { EmbeddedServerError } from './embedded-server-error.ts';
import { findPostgresAccount, type PostgresAccount } from './postgres-account.ts';
import { findPostgresBinaries } from './postgres-binaries.ts';

export type EmbeddedServerOptions = {
  /** Holds the cluster, its port and password, and the server's log. Made when missing. */
  directory: string;
  /** `false` gives up surviving a power cut for speed: for tests, which throw the data away. */
  durable?: boolean;
  maxConnections?: number;
};

export type EmbeddedServer = {
  port: number;
  /** Connection URL of a database of this server, as the superuser. */
  url: (database: string) => string;
  /** Settles when the server's process ends, for whatever reason. */
  exited: Promise<void>;
  /** Ends all sessions, writes everything down, and waits for the process to end. */
  stop: () => Promise<void>;
};

type Settings = { port: number; password: string };
type Place = { account: PostgresAccount; directory: string; cluster: string };

const superuser = 'sweetspot';
const startTimeoutMs = 60_000;
const stopTimeoutMs = 30_000;
const logLimitBytes = 10 * 1024 * 1024;

/**
 * Starts the PostgreSQL 18 that npm installed, on the loopback interface, making its cluster first when there is none.
 *
 * The caller must be the only user of `directory` (the launcher holds a lock on its parent): a server that a killed
 * launcher left running there is stopped first.
 *
 * The server runs in a session of its own, so that Ctrl-C reaches the launcher alone, which then stops things in order.
 *
 * @throws EmbeddedServerError with a sentence saying what to do.
 */
export async function startEmbeddedServer(options: EmbeddedServerOptions): Promise<EmbeddedServer> {
  const directory = resolve(options.directory);
  mkdirSync(directory, { recursive: true, mode: 0o755 });
  const account = findPostgresAccount(findPostgresBinaries(), directory);
  const place = { account, directory, cluster: join(directory, 'cluster') };

  let settings = existsSync(place.cluster) ? readSettings(directory) : await makeCluster(place, options);
  await stopLeftover(place.cluster);

  for (let attempt = 1; attempt <= 5; attempt++) {
    const server = await launch(place, settings, options);
    if (server !== 'port taken') return server;
    settings = { ...settings, port: await findFreePort() };
    writeSettings(directory, settings);
  }
  throw new EmbeddedServerError('The embedded PostgreSQL found no free port in five tries; set DATABASE_URL instead.');
}

/** Runs initdb beside the final place and renames, so that a cluster is there whole or not at all. */
async function makeCluster(place: Place, { durable = true }: EmbeddedServerOptions): Promise<Settings> {
  const { account, directory, cluster } = place;
  const settings = { port: await findFreePort(), password: randomBytes(24).toString('base64url') };
  const fresh = `${cluster}.new`;
  const passwordFile = join(directory, 'password.new');
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh, { mode: 0o700 });
  writeFileSync(passwordFile, `${settings.password}\n`, { mode: 0o600 });
  if (account.owner !== undefined) {
    chownSync(fresh, account.owner.uid, account.owner.gid);
    chownSync(passwordFile, account.owner.uid, account.owner.gid);
  }
  try {
    const [command = '', ...args] = [
      ...account.prefix,
      account.binaries.initdb,
      `--pgdata=${fresh}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The collation is built into PostgreSQL, so that an update of the system's C library never corrupts an index.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      ...(durable ? [] : ['--no-sync']),
    ];
    const initdb = spawn(command, args, { ...account.identity, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    initdb.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    initdb.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
    const [status] = (await once(initdb, 'close')) as [number | null];
    if (status !== 0) {
      throw new EmbeddedServerError(
        `The embedded PostgreSQL could not make its files in ${directory}: ${explain(output)}`,
      );
    }
  } finally {
    rmSync(passwordFile, { force: true });
  }
  writeSettings(directory, settings);
  renameSync(fresh, cluster);
  return settings;
}

async function launch(
  { account, directory, cluster }: Place,
  settings: Settings,
  { durable = true, maxConnections = 100 }: EmbeddedServerOptions,
): Promise<EmbeddedServer | 'port taken'> {
  const logFile = join(directory, 'server.log');
  if (existsSync(logFile) && statSync(logFile).size > logLimitBytes) renameSync(logFile, `${logFile}.old`);
  const log = openSync(logFile, 'a', 0o600);
  const logStart = statSync(logFile).size;

  const settingsOfServer: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(settings.port),
    max_connections: String(maxConnections),
    unix_socket_directories: '',
    timezone: 'UTC',
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const [command = '', ...args] = [
    ...account.prefix,
    account.binaries.postgres,
    '-D',
    cluster,
    ...Object.entries(settingsOfServer).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ];
  const child = spawn(command, args, {
    ...account.identity,
    detached: true,
    stdio: ['ignore', log, log],
    cwd: directory,
  });
  closeSync(log);
  let running = true;
  const exited = new Promise<void>((settle) => {
    const end = () => {
      running = false;
      settle();
    };
    child.once('exit', end);
    child.once('error', end);
  });

  const url = (database: string) =>
    `postgresql://${superuser}:${settings.password}@127.0.0.1:${settings.port}/${encodeURIComponent(database)}`;
  const stop = async () => {
    if (!running) return;
    child.kill('SIGINT'); // "fast shutdown": sessions are ended, everything is written down.
    const gaveUp = new AbortController();
    await Promise.race([exited, delay(stopTimeoutMs, undefined, { signal: gaveUp.signal }).catch(() => undefined)]);
    gaveUp.abort();
    if (running) child.kill('SIGQUIT'); // "immediate": recovered from the write-ahead log at the next start.
    await exited;
  };

  const deadline = performance.now() + startTimeoutMs;
  while (running) {
    if (await answers(url('postgres'))) return { port: settings.port, url, exited, stop };
    if (performance.now() > deadline) {
      await stop();
      throw new EmbeddedServerError(
        `The embedded PostgreSQL did not answer in ${startTimeoutMs / 1000} s; its log is ${logFile}.`,
      );
    }
    await delay(25);
  }
  const output = readFileSync(logFile).subarray(logStart).toString();
  if (output.includes('could not create any TCP/IP sockets')) return 'port taken';
  throw new EmbeddedServerError(`The embedded PostgreSQL did not start: ${explain(output)} Its log is ${logFile}.`);
}

/**
 * A `postmaster.pid` outlives a kill. When its process is a PostgreSQL of this very cluster, it is stopped; when the
 * number now belongs to another program, which PostgreSQL would take for a rival, the file is removed.
 */
async function stopLeftover(cluster: string): Promise<void> {
  const pidFile = join(cluster, 'postmaster.pid');
  if (!existsSync(pidFile)) return;
  const pid = Number.parseInt(readFileSync(pidFile, 'utf8'), 10);
  const serves = () => commandOfProcess(pid).includes(cluster);
  if (pid > 0 && serves()) {
    process.kill(pid, 'SIGINT');
    const deadline = performance.now() + stopTimeoutMs;
    while (serves()) {
      if (performance.now() > deadline) {
        throw new EmbeddedServerError(
          `A PostgreSQL (process ${pid}) left over from an earlier run does not stop; end it and start again.`,
        );
      }
      await delay(50);
    }
  }
  rmSync(pidFile, { force: true });
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined); // A refusal while starting up also rejects `connect`, which is what counts here.
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** The last thing PostgreSQL complained about, as the end of a sentence. */
function explain(output: string): string {
  if (/No space left on device/i.test(output)) return 'the disk is full; free some space and start again.';
  const complaints = output.split('\n').filter((line) => /FATAL|PANIC|error:|could not/i.test(line));
  const last = complaints.at(-1)?.replace(/^.*?(FATAL|PANIC|error):\s*/, '') ?? 'it gave no reason';
  return `${last.trim().replace(/\.$/, '')}.`;
}

export async function findFreePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a numeric port');
  return address.port;
}

function readSettings(directory: string): Settings {
  const file = join(directory, 'settings.json');
  try {
    const { port, password } = JSON.parse(readFileSync(file, 'utf8')) as Partial<Settings>;
    if (typeof port === 'number' && typeof password === 'string') return { port, password };
  } catch (cause) {
    throw new EmbeddedServerError(
      `${file} cannot be read, and with it the password of the database beside it; restore the file, or remove ${directory} to begin with an empty database.`,
      { cause },
    );
  }
  throw new EmbeddedServerError(
    `${file} lacks port or password; restore the file, or remove ${directory} to begin with an empty database.`,
  );
}

function writeSettings(directory: string, settings: Settings): void {
  const file = join(directory, 'settings.json');
  writeFileSync(`${file}.new`, `${JSON.stringify(settings)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
