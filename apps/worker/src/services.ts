import { join } from 'node:path';
import { type Context, systemClock } from '@sweetspot/core/context';
import { openDatabase } from '@sweetspot/core/open-database';
import { createQueue } from '@sweetspot/core/queue/create-queue';
import type { WorkQueue } from '@sweetspot/core/queue/queue';
import { storageConfigOf } from '@sweetspot/core/settings/installation-settings';
import { createStorage } from '@sweetspot/core/storage/create-storage';
import { pino } from 'pino';
import type { Env } from './env.ts';
import { makeWorkFolder } from './work-folder.ts';

export type Services = {
  ctx: Context;
  queue: WorkQueue;
  /** Attempts at jobs make their folders here. */
  tempRoot: string;
  uploadDirectory: string;
  stop(): Promise<void>;
};

/** What the parts of the worker share; its actor is the worker itself. */
export async function createServices(env: Env): Promise<Services> {
  const log = pino({ level: env.LOG_LEVEL, name: 'worker' });
  const db = openDatabase(env.DATABASE_URL, {
    poolSize: env.WORKER_CONCURRENCY * 2 + 4,
    applicationName: 'sweetspot-worker',
  });
  const workFolder = await makeWorkFolder(join(env.DATA_DIR, 'work'), log);
  const queue = await createQueue({ databaseUrl: env.DATABASE_URL, log, maintains: true });
  return {
    ctx: {
      db,
      actor: { kind: 'worker' },
      storage: createStorage(storageConfigOf(env, join(workFolder.path, 'cache'))),
      queue,
      clock: systemClock,
      log,
      baseUrl: env.PUBLIC_URL,
    },
    queue,
    tempRoot: join(workFolder.path, 'jobs'),
    uploadDirectory: join(env.DATA_DIR, 'uploads'),
    async stop() {
      await queue.stop();
      await db.$disconnect();
      await workFolder.remove();
    },
  };
}
