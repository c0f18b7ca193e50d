import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { Context } from '@sweetspot/core/context';
import { systemClock } from '@sweetspot/core/context';
import { openDatabase } from '@sweetspot/core/open-database';
import { createQueue } from '@sweetspot/core/queue/create-queue';
import { createStorage } from '@sweetspot/core/storage/create-storage';
import { limitFileSize } from '@sweetspot/core/testing/limit-file-size';
import { startProgram } from '@sweetspot/core/testing/start-program';
import { finishUpload } from '@sweetspot/core/uploads/finish-upload';
import { startUpload } from '@sweetspot/core/uploads/start-upload';
import { makeProject, makeSong, makeUser } from '@sweetspot/prisma/seed';
import { createTestDatabase } from '@sweetspot/prisma/testing';
import type { Actor, JobState, UploadPurpose } from '@sweetspot/protocol';
import { pino } from 'pino';
import { expect } from 'vitest';

export type TestInstallation = {
  db: Context['db'];
  databaseUrl: string;
  dataDir: string;
  artist: { id: string };
  song: { id: string; projectId: string };
  as(actor: Actor): Context;
  /** With `largestFileBytes` it cannot write past so many bytes of a file, as on a full disk. */
  startWorker(more?: Record<string, string>, limit?: { largestFileBytes: number }): Promise<TestWorker>;
  /** Uploads a file of this machine, as a browser would. */
  upload(path: string, purpose: UploadPurpose): ReturnType<typeof finishUpload>;
  /** Waits until a job ends in a state; says why when it failed. */
  reaches(jobId: string, state: JobState, timeoutMs?: number): Promise<void>;
  end(): Promise<void>;
};

export type TestWorker = {
  process: ChildProcess;
  healthUrl: string;
  /** What it wrote to its log. */
  log(): string;
  stop(): Promise<number | null>;
};

/** A database and data folder with one song, and real worker processes on them. */
export async function createTestInstallation(): Promise<TestInstallation> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'sweetspot-worker-'));
  const uploadDirectory = join(dataDir, 'uploads');
  await mkdir(uploadDirectory);
  const log = pino({ level: 'silent' });
  const db = openDatabase(database.url);
  const queue = await createQueue({ databaseUrl: database.url, log });
  const artist = await makeUser(db, { name: 'Ada' });
  const project = await makeProject(db, { ownerId: artist.id, title: 'Tides', artistName: 'The Examples' });
  const song = await makeSong(db, { projectId: project.id, title: 'Harbour' });
  const storage = createStorage({ kind: 'fs', directory: join(dataDir, 'storage') });
  const workers: TestWorker[] = [];
  const as = (actor: Actor): Context => ({
    db,
    actor,
    storage,
    queue,
    clock: systemClock,
    log,
    baseUrl: 'http://localhost',
  });

  return {
    db,
    databaseUrl: database.url,
    dataDir,
    artist,
    song,
    as,
    async startWorker(more = {}, limit) {
      const worker = await startWorker({ DATABASE_URL: database.url, DATA_DIR: dataDir, ...more }, limit);
      workers.push(worker);
      return worker;
    },
    async upload(path, purpose) {
      const ctx = as({ kind: 'user', userId: artist.id });
      const { size } = await stat(path);
      const { uploadId } = await startUpload(ctx, {
        songId: song.id,
        purpose,
        fileName: basename(path),
        sizeBytes: size,
      });
      await copyFile(path, join(uploadDirectory, uploadId));
      const sha256 = createHash('sha256')
        .update(await readFile(path))
        .digest('hex');
      return finishUpload(ctx, { uploadId, sha256 }, { uploadDirectory });
    },
    async reaches(jobId, state, timeoutMs = 30_000) {
      await expect
        .poll(
          async () => {
            const job = await db.job.findUniqueOrThrow({ where: { id: jobId } });
            return job.state === 'failed' && state !== 'failed' ? job.failureMessage : job.state;
          },
          { timeout: timeoutMs, interval: 25 },
        )
        .toBe(state);
    },
    async end() {
      for (const worker of workers) {
        if (worker.process.exitCode !== null || worker.process.signalCode !== null) continue;
        worker.process.kill('SIGKILL');
        await once(worker.process, 'exit');
      }
      await queue.stop();
      await db.$disconnect();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function startWorker(
  settings: Record<string, string>,
  limit?: { largestFileBytes: number },
): Promise<TestWorker> {
  const port = await findFreePort();
  const healthUrl = `http://127.0.0.1:${port}/healthz`;
  const child = startProgram(new URL('../main.ts', import.meta.url), [], {
    env: { LOG_LEVEL: 'info', WORKER_HEALTH_PORT: String(port), ...settings },
    stderr: 'pipe',
    ...(limit ? { wrap: (command) => limitFileSize(limit.largestFileBytes, command) } : {}),
  });
  let written = '';
  const keep = (chunk: Buffer): void => {
    written += chunk;
  };
  child.stdout.on('data', keep);
  child.stderr?.on('data', keep);
  const isHealthy = () =>
    fetch(healthUrl).then(
      ({ status }) => status === 200,
      () => false,
    );
  const ended = once(child, 'close').then(() => {
    throw new Error(`the worker ended: ${written}`);
  });
  await Promise.race([ended, expect.poll(isHealthy, { timeout: 20_000, interval: 25 }).toBe(true)]);
  ended.catch(() => undefined);
  return {
    process: child,
    healthUrl,
    log: () => written,
    async stop() {
      child.kill('SIGTERM');
      const [code] = await once(child, 'exit');
      return code;
    },
  };
}

async function findFreePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  return typeof address === 'object' && address ? address.port : 0;
}
