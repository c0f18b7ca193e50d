import { writeSync } from 'node:fs';
import { Worker } from 'node:worker_threads';

/** Exit signal of a child that broke its limits is SIGKILL; this line on its standard error says which limit. */
export const memoryLimitMark = 'watchdog: memory limit';

/**
 * Ends this process when its parent is gone or its memory passes the limit. Runs on a thread of its own, so that it
 * works while the main thread is stuck inside native code. For child processes only.
 */
export function startWatchdog(limits: { parentPid: number; maxRssBytes: number }): void {
  if (process.memoryUsage.rss() > limits.maxRssBytes) {
    // Short work could be done before the thread looks for the first time.
    writeSync(2, `${memoryLimitMark}\n`);
    process.kill(process.pid, 'SIGKILL');
  }
  const worker = new Worker(
    `const { workerData } = require('node:worker_threads');
     const { writeSync } = require('node:fs');
     setInterval(() => {
       const tooLarge = process.memoryUsage.rss() > workerData.maxRssBytes;
       if (tooLarge) writeSync(2, workerData.mark + '\\n');
       if (tooLarge || process.ppid !== workerData.parentPid) process.kill(process.pid, 'SIGKILL');
     }, 100);`,
    { eval: true, workerData: { ...limits, mark: memoryLimitMark } },
  );
  worker.unref();
}
