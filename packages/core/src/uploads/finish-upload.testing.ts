import { createPrismaClient } from '@sweetspot/prisma';
import { pino } from 'pino';
import { systemClock } from '../context.ts';
import { createQueue } from '../queue/create-queue.ts';
import { createFsStorage } from '../storage/fs-storage.ts';
import { finishUpload } from './finish-upload.ts';

/** A process for tests that dies (kill -9) after it has stored the original and before it has written a row. */
const [databaseUrl, storageDirectory, uploadDirectory, userId, uploadId, sha256] = process.argv.slice(2) as [
  string,
  string,
  string,
  string,
  string,
  string,
];
const log = pino({ level: 'silent' });
const storage = createFsStorage({ directory: storageDirectory });
await finishUpload(
  {
    db: createPrismaClient(databaseUrl),
    actor: { kind: 'user', userId },
    storage: {
      ...storage,
      async putFile(key, path) {
        await storage.putFile(key, path);
        process.kill(process.pid, 'SIGKILL');
        await new Promise(() => undefined);
      },
    },
    queue: await createQueue({ databaseUrl, log }),
    clock: systemClock,
    log,
    baseUrl: 'http://localhost',
  },
  { uploadId, sha256 },
  { uploadDirectory },
);
