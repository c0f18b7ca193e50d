import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';

/** Does something again and again, with a pause between the end of one time and the next; what it throws is logged. */
export function repeat(
  name: string,
  options: { everyMs: number; firstAfterMs?: number; log: Logger },
  work: () => Promise<unknown>,
): { stop(): Promise<void> } {
  const { everyMs, firstAfterMs = 0, log } = options;
  const stopping = new AbortController();
  const pause = (ms: number): Promise<void> =>
    delay(ms, undefined, { signal: stopping.signal }).catch((error: unknown) => {
      if (!stopping.signal.aborted) throw error;
    });

  async function run(): Promise<void> {
    await pause(firstAfterMs);
    while (!stopping.signal.aborted) {
      await work().catch((error: unknown) => log.error({ error }, `${name} failed`));
      await pause(everyMs);
    }
  }
  const ended = run();
  return {
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}
