import { jobKinds, jobPayloadSchema } from '@sweetspot/protocol';
import { fromPrisma, PgBoss } from 'pg-boss';
import type { Logger } from 'pino';
import { eventActor, systemAuthor } from '../access/author.ts';
import { appendEvent } from '../events/append-event.ts';
import { jobChannels } from './job-channels.ts';
import type { WorkQueue } from './queue.ts';

export type QueueOptions = {
  databaseUrl: string;
  log: Logger;
  /** Only a worker cleans up behind pg-boss. */
  maintains?: boolean;
};

/**
 * The queue on pg-boss, one pg-boss queue per kind of job, started. Both web and worker make one; pg-boss installs its
 * own schema under a lock of its own.
 *
 * Retries, time limits and failures are not pg-boss's: it knows no fencing, and a worker it declared dead could finish
 * over its successor. A message lives from `handOver` until a worker has taken the Job row, and policy `short` with the
 * job's id as the key lets one message wait per job.
 */
export async function createQueue({ databaseUrl, log, maintains = false }: QueueOptions): Promise<WorkQueue> {
  const boss = new PgBoss({
    connectionString: databaseUrl,
    application_name: 'sweetspot-queue',
    max: 3,
    supervise: maintains,
    schedule: false,
    registerInstance: false,
    monitorVacuum: false,
  });
  boss.on('error', (error) => log.error({ error }, 'queue'));
  await boss.start();
  for (const kind of jobKinds) {
    await boss.createQueue(kind, {
      policy: 'short',
      retryLimit: 0,
      expireInSeconds: 60,
      retentionSeconds: 14 * 24 * 3600,
      deleteAfterSeconds: 3600,
    });
  }

  const queue: WorkQueue = {
    async enqueue(db, { id, createdById, ...job }) {
      const row = await db.job.create({ data: { ...job, ...(id ? { id } : {}), createdById } });
      const user = createdById && (await db.user.findUnique({ where: { id: createdById }, select: { name: true } }));
      const author = user ? { userId: createdById, guestId: null, name: user.name } : systemAuthor;
      await queue.handOver(db, row);
      await appendEvent(db, {
        projectId: job.projectId,
        type: 'job.changed',
        payload: { songId: job.songId, jobId: row.id },
        actor: eventActor(author),
      });
      return row.id;
    },

    async handOver(db, { id, kind }, afterSeconds = 0) {
      await boss.send(
        kind,
        { jobId: id },
        { db: fromPrisma(db), singletonKey: id, ...(afterSeconds > 0 ? { startAfter: afterSeconds } : {}) },
      );
      if (afterSeconds === 0) await db.$executeRaw`SELECT pg_notify(${jobChannels.queued}, ${kind})`;
    },

    async next(kind) {
      const [message] = await boss.fetch(kind);
      if (!message) return null;
      const done = async () => {
        await boss.complete(kind, message.id);
      };
      const payload = jobPayloadSchema.safeParse(message.data);
      if (payload.success) return { jobId: payload.data.jobId, done };
      log.error({ kind, messageId: message.id }, 'a message without a job was thrown away');
      await done();
      return queue.next(kind);
    },

    stop: () => boss.stop({ graceful: false }),
  };
  return queue;
}
