import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commandOfProcess } from './command-of-process.ts';
import { type EmbeddedServer, startEmbeddedServer } from './embedded.ts';

let directory: string;
let servers: EmbeddedServer[];

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'sweetspot-embedded-'));
  chmodSync(directory, 0o755);
  servers = [];
});

afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  rmSync(directory, { recursive: true, force: true });
});

async function start({ durable = false } = {}): Promise<EmbeddedServer> {
  const server = await startEmbeddedServer({ directory, durable });
  servers.push(server);
  return server;
}

async function query(server: EmbeddedServer, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: server.url('postgres') });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

const pidFile = () => join(directory, 'cluster/postmaster.pid');
const readPid = () => Number.parseInt(readFileSync(pidFile(), 'utf8'), 10);

test('keeps data, port and password over a restart', async () => {
  const first = await start();
  expect((await query(first, 'SHOW server_version'))[0]).toMatchObject({
    server_version: expect.stringMatching(/^18/),
  });
  await query(first, 'CREATE TABLE kept AS SELECT 7 AS x');
  await first.stop();
  const second = await start();
  expect(second.url('postgres')).toBe(first.url('postgres'));
  expect(await query(second, 'SELECT x FROM kept')).toEqual([{ x: 7 }]);
});

test('answers only on the loopback interface, and only with the password', async () => {
  const server = await start();
  expect(await query(server, 'SHOW listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
  const url = new URL(server.url('postgres'));
  url.password = 'guess';
  await expect(new pg.Client({ connectionString: url.href }).connect()).rejects.toThrow(
    /password authentication failed/,
  );
});

test('says when the server dies, and starts again from what it wrote', async () => {
  const server = await start({ durable: true });
  await query(server, 'CREATE TABLE kept AS SELECT 7 AS x');
  process.kill(readPid(), 'SIGKILL');
  await server.exited;
  expect(await query(await start(), 'SELECT x FROM kept')).toEqual([{ x: 7 }]);
});

test('stops a server that a killed launcher left running', async () => {
  const left = await start();
  const pid = readPid();
  const again = await start();
  await left.exited;
  expect(commandOfProcess(pid)).toBe('');
  expect(await query(again, 'SELECT 1 AS x')).toEqual([{ x: 1 }]);
});

test('is not fooled by a stale postmaster.pid whose number now belongs to another program', async () => {
  await (await start()).stop();
  const other = spawn('sleep', ['60']);
  await once(other, 'spawn');
  writeFileSync(pidFile(), `${other.pid}\n${join(directory, 'cluster')}\n`);
  expect(await query(await start(), 'SELECT 1 AS x')).toEqual([{ x: 1 }]);
  expect(other.exitCode).toBeNull();
  other.kill();
});

test('moves to another port when its own is taken', async () => {
  const first = await start();
  await first.stop();
  const rival = createServer().listen(first.port, '127.0.0.1');
  await once(rival, 'listening');
  const second = await start();
  rival.close();
  expect(second.port).not.toBe(first.port);
  expect(await query(second, 'SELECT 1 AS x')).toEqual([{ x: 1 }]);
});

test('a lost settings file is explained', async () => {
  await (await start()).stop();
  rmSync(join(directory, 'settings.json'));
  await expect(start()).rejects.toThrow(/settings.json cannot be read.*restore the file, or remove/);
});

test.runIf(process.platform === 'linux')(
  'ends with the process that started it, even when that is killed',
  async () => {
    const script = `
    const { startEmbeddedServer } = await import(${JSON.stringify(join(import.meta.dirname, 'embedded.ts'))});
    await startEmbeddedServer({ directory: ${JSON.stringify(directory)}, durable: false });
    const { readFileSync, writeSync } = await import('node:fs');
    writeSync(1, readFileSync(${JSON.stringify(pidFile())}, 'utf8'));
    process.kill(process.pid, 'SIGKILL');`;
    const launcher = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    // Read before: with the launcher the server goes, and its file with it.
    const pid = Number.parseInt(await text(launcher.stdout), 10);
    expect(pid).toBeGreaterThan(0);
    await expect.poll(() => commandOfProcess(pid), { timeout: 10_000 }).toBe('');
  },
);
