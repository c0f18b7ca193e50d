import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listIngestOrders } from '@sweetspot/core/ingest/get-ingest-order';
import { publishIngest } from '@sweetspot/core/ingest/publish-ingest';
import { inTransaction } from '@sweetspot/core/transaction';
import { loadEnvOrExit } from '../env.ts';
import { deriveFiles } from '../jobs/derive-files.ts';
import { createServices, type Services } from '../services.ts';

const usage = `Makes peaks, segments and measures again from the originals.

  node apps/worker/src/commands/rebuild-derived.ts --file ID
  node apps/worker/src/commands/rebuild-derived.ts --all
`;

const { values } = parseArgs({ options: { file: { type: 'string' }, all: { type: 'boolean' } } });
if ((values.file === undefined) === (values.all !== true)) {
  process.stderr.write(usage);
  process.exit(2);
}

const services = await createServices({ ...loadEnvOrExit(), LOG_LEVEL: 'warn' });
try {
  if (!(await rebuild(services, values.file))) process.exitCode = 1;
} finally {
  await services.stop();
}

/** Answers whether everything that was asked for could be made. */
async function rebuild({ ctx, tempRoot }: Services, fileId: string | undefined): Promise<boolean> {
  const orders = await listIngestOrders(ctx.db, fileId);
  if (orders.length === 0 && fileId !== undefined) {
    process.stderr.write(`There is no file ${fileId} that was read.\n`);
    return false;
  }
  let failures = 0;
  await mkdir(tempRoot, { recursive: true });
  for (const [index, order] of orders.entries()) {
    const tempDir = await mkdtemp(join(tempRoot, 'rebuild-'));
    try {
      const outcome = await deriveFiles(ctx.storage, order, { tempDir }, { again: true });
      await inTransaction(ctx, (tx) => publishIngest(tx, order.fileId, outcome));
      process.stdout.write(`${index + 1}/${orders.length} ${order.fileId} ${order.originalName}\n`);
    } catch (error) {
      failures += 1;
      const reason = error instanceof Error ? error.message : String(error);
      process.stderr.write(`${order.fileId} ${order.originalName}: ${reason}\n`);
    } finally {
      await rm(tempDir, { recursive: true, force: true });
    }
  }
  return failures === 0;
}
