import { join } from 'node:path';
import { type Context, systemClock } from '@sweetspot/core/context';
import { openDatabase } from '@sweetspot/core/open-database';
import { createQueue } from '@sweetspot/core/queue/create-queue';
import { repeat } from '@sweetspot/core/repeat';
import { storageConfigOf } from '@sweetspot/core/settings/installation-settings';
import { createStorage } from '@sweetspot/core/storage/create-storage';
import { collectAbandonedUploads } from '@sweetspot/core/uploads/collect-abandoned-uploads';
import type { Actor } from '@sweetspot/protocol';
import { pino } from 'pino';
import { createRateLimits, type RateLimits } from './auth/rate-limits.ts';
import type { Env } from './env.ts';
import { createOpenStreams, type OpenStreams } from './media/open-streams.ts';
import { AdvisoryLocker } from './uploads/advisory-locker.ts';

/** What the parts of this process share: made once, when it starts. */
export type Services = Pick<Context, 'db' | 'storage' | 'queue' | 'clock' | 'log'> & {
  env: Env;
  rateLimits: RateLimits;
  /** Downloads and uploads under way, to be cut when access ends. */
  openStreams: OpenStreams;
  /** Where bytes of unfinished uploads lie. */
  uploadsDir: string;
  uploadLocker: AdvisoryLocker;
  /** The context of a use case, for who asks. */
  contextFor(actor: Actor): Context;
  stop(): Promise<void>;
};

export async function createServices(env: Env): Promise<Services> {
  const log = pino({ level: env.LOG_LEVEL, name: 'web' });
  const db = openDatabase(env.DATABASE_URL, { poolSize: env.DATABASE_POOL, applicationName: 'sweetspot-web' });
  const storage = createStorage(storageConfigOf(env, join(env.DATA_DIR, 'cache-web')));
  const queue = await createQueue({ databaseUrl: env.DATABASE_URL, log });
  const clock = systemClock;
  const uploadLocker = new AdvisoryLocker({ databaseUrl: env.DATABASE_URL, log });
  const uploadsDir = join(env.DATA_DIR, 'uploads');
  const contextFor = (actor: Actor): Context => ({ db, storage, queue, clock, log, actor, baseUrl: env.PUBLIC_URL });
  const collecting = repeat('collecting uploads', { everyMs: 15 * 60_000, log }, async () => {
    const report = await collectAbandonedUploads(contextFor({ kind: 'worker' }), { uploadDirectory: uploadsDir });
    if (report.abandoned.length + report.removed.length > 0) log.info(report, 'uploads collected');
  });
  return {
    env,
    log,
    db,
    storage,
    queue,
    clock,
    rateLimits: createRateLimits(),
    openStreams: createOpenStreams(log),
    uploadsDir,
    uploadLocker,
    contextFor,
    async stop() {
      await collecting.stop();
      await uploadLocker.stop();
      await queue.stop();
      await db.$disconnect();
    },
  };
}
