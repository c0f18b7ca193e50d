import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { listIngestOrders } from '@sweetspot/core/ingest/get-ingest-order';
import { publishIngest } from '@sweetspot/core/ingest/publish-ingest';
import { inTransaction } from '@sweetspot/core/transaction';
import { loadEnv } from '../env.ts';
import { deriveFiles } from '../jobs/derive-files.ts';
import { createServices } from '../services.ts';

const usage = `Makes peaks, segments and measures again from the originals.

  node apps/worker/src/commands/rebuild-derived.ts --file ID
  node apps/worker/src/commands/rebuild-derived.ts --all
`;

const { values } = parseArgs({ options: { file: { type: 'string' }, all: { type: 'boolean' } } });
if ((values.file === undefined) === (values.all !== true)) {
  process.stderr.write(usage);
  process.exit(2);
}

const services = await createServices({ ...loadEnv(), LOG_LEVEL: 'warn' });
const { ctx, tempRoot } = services;
const orders = await listIngestOrders(ctx.db, values.file);
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
    process.stderr.write(`${order.fileId} ${order.originalName}: ${error instanceof Error ? error.message : error}\n`);
  } finally {
    await rm(tempDir, { recursive: true, force: true });
  }
}
await services.stop();
if (orders.length === 0 && values.file !== undefined) {
  process.stderr.write(`There is no file ${values.file} that was read.\n`);
}
process.exitCode = failures > 0 || (orders.length === 0 && values.file !== undefined) ? 1 : 0;
