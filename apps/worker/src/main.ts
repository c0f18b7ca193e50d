import { createMailer } from '@sweetspot/core/mail-delivery/deliver-mails';
import { runJobs } from '@sweetspot/core/queue/run-jobs';
import { repeat } from '@sweetspot/core/repeat';
import { forgetOldRows } from '@sweetspot/core/retention/forget-old-rows';
import { freeRemoved } from '@sweetspot/core/storage/free-removed';
import { sweepOrphans } from '@sweetspot/core/storage/sweep-orphans';
import { loadEnvOrExit } from './env.ts';
import { startHealthServer } from './health-server.ts';
import { handlers } from './jobs/handlers.ts';
import { createServices } from './services.ts';

const minute = 60_000;
/** Within the 40 s that containers give; what is not done by then goes back to the queue. */
const drainMs = 15_000;

const env = loadEnvOrExit();
const services = await createServices(env);
const { ctx, queue, tempRoot } = services;
const { log } = ctx;

const jobs = runJobs({
  ctx,
  queue,
  handlers,
  databaseUrl: env.DATABASE_URL,
  concurrency: env.WORKER_CONCURRENCY,
  tempRoot,
});
const mailer = env.SMTP_URL ? createMailer(ctx, { smtpUrl: env.SMTP_URL, from: env.MAIL_FROM }) : null;
const loops = [
  ...(mailer ? [repeat('mail', { everyMs: 2_000, log }, () => mailer.deliverMails())] : []),
  repeat('sweeping storage', { everyMs: 6 * 60 * minute, firstAfterMs: 5 * minute, log }, async () => {
    const { freed, freedBytes } = await freeRemoved(ctx, { keptDays: env.KEEP_REMOVED_DAYS });
    if (freed.length > 0) log.info({ freed, freedBytes: String(freedBytes) }, 'removed files freed');
    const { removed, removedBytes } = await sweepOrphans(ctx);
    if (removed.length > 0) log.info({ removed, removedBytes: String(removedBytes) }, 'orphans swept');
  }),
  repeat('forgetting', { everyMs: 60 * minute, firstAfterMs: minute, log }, () => forgetOldRows(ctx)),
];
const health =
  env.WORKER_HEALTH_PORT === undefined
    ? null
    : await startHealthServer(env.WORKER_HEALTH_PORT, async () => {
        await jobs.ready;
        await ctx.db.$queryRaw`SELECT 1`;
        return { running: jobs.runningCount() };
      });
log.info({ concurrency: env.WORKER_CONCURRENCY, mail: mailer !== null, healthPort: health?.port }, 'worker started');

let isStopping = false;
async function stop(signal: string): Promise<void> {
  log.info({ signal, running: jobs.runningCount() }, 'worker stops');
  await health?.stop();
  await Promise.all([jobs.stop(drainMs), ...loops.map((loop) => loop.stop())]);
  mailer?.close();
  await services.stop();
}
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (isStopping) return;
    isStopping = true;
    stop(signal).catch((error: unknown) => {
      log.fatal({ error }, 'the worker could not stop cleanly');
      process.exit(1);
    });
  });
}
