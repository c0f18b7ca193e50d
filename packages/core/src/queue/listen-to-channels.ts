import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from 'pino';

export type Listener = {
  /** Settles when the channels are heard for the first time. */
  ready: Promise<void>;
  stop(): Promise<void>;
};

/**
 * Hears notifications on a connection of its own and comes back after it breaks. Whatever was sent in between is lost:
 * `onConnected` is called each time the channels are heard (again), the moment to look at the tables.
 */
export function listenToChannels(options: {
  databaseUrl: string;
  channels: readonly string[];
  onMessage: (channel: string, payload: string) => void;
  onConnected?: () => void;
  log: Logger;
}): Listener {
  const stopping = new AbortController();
  const ready = Promise.withResolvers<void>();
  let client: pg.Client | undefined;

  async function hear(): Promise<void> {
    client = new pg.Client({
      connectionString: options.databaseUrl,
      application_name: 'sweetspot-listen',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    const ended = Promise.withResolvers<void>();
    client.on('error', (error) => {
      options.log.warn({ error }, 'the notification connection broke');
      ended.resolve();
    });
    client.on('end', () => ended.resolve());
    client.on('notification', ({ channel, payload }) => options.onMessage(channel, payload ?? ''));
    try {
      await client.connect();
      for (const channel of options.channels) await client.query(`LISTEN ${pg.escapeIdentifier(channel)}`);
      options.onConnected?.();
      ready.resolve();
      await ended.promise;
    } finally {
      await client.end();
    }
  }

  async function hearUntilStopped(): Promise<void> {
    for (let failures = 0; !stopping.signal.aborted; failures += 1) {
      const since = performance.now();
      await hear().catch((error: unknown) => options.log.warn({ error }, 'notifications cannot be heard'));
      if (performance.now() - since > 10_000) failures = 0;
      await delay(Math.min(5_000, 100 * 2 ** failures), undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  const ended = hearUntilStopped();
  return {
    ready: ready.promise,
    async stop() {
      stopping.abort();
      await client?.end();
      await ended;
    },
  };
}
