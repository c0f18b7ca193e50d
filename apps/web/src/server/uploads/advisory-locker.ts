import { setTimeout as delay } from 'node:timers/promises';
import type { Lock, Locker } from '@tus/server';
import pg from 'pg';
import type { Logger } from 'pino';

const wantedChannel = 'upload_lock_wanted';
const tryEveryMs = 50;
const giveUpAfterMs = 15_000;

/**
 * Locks of uploads that hold across processes and machines: PostgreSQL advisory locks, all of a process on one
 * connection. Who wants a lock asks its holder to let go (a request of a connection that died is still there for a
 * while). When the connection breaks PostgreSQL frees every lock at once, so every holder here is told to stop.
 */
export class AdvisoryLocker implements Locker {
  readonly #databaseUrl: string;
  readonly #log: Logger;
  readonly #held = new Map<string, { release: () => void | Promise<void> }>();
  #client: Promise<pg.Client> | undefined;
  #last: Promise<unknown> = Promise.resolve();

  constructor({ databaseUrl, log }: { databaseUrl: string; log: Logger }) {
    this.#databaseUrl = databaseUrl;
    this.#log = log;
  }

  newLock(id: string): Lock {
    let client: pg.Client | undefined;
    return {
      lock: async (signal, release) => {
        const deadline = performance.now() + giveUpAfterMs;
        for (let tries = 0; ; tries += 1) {
          // Locks of one session do not exclude each other, so this process looks at its own list first.
          if (!this.#held.has(id)) {
            const holder = { release };
            this.#held.set(id, holder);
            try {
              client = await this.#connected();
              const sql = 'SELECT pg_try_advisory_lock(hashtextextended($1, 0)) AS taken';
              const { rows } = await this.#query<{ taken: boolean }>(client, sql, [keyOf(id)]);
              if (rows[0]?.taken) return;
            } catch (error) {
              this.#held.delete(id);
              throw error;
            }
            this.#held.delete(id);
          }
          // Again from time to time: the holder may have changed since.
          if (tries % 20 === 0) await this.#ask(id);
          if (signal.aborted || performance.now() > deadline) {
            throw { status_code: 423, body: 'This upload is in use by another request. Try again in a moment.' };
          }
          await delay(tryEveryMs);
        }
      },
      unlock: async () => {
        this.#held.delete(id);
        // On a connection that broke there is nothing left to free.
        const sql = 'SELECT pg_advisory_unlock(hashtextextended($1, 0))';
        if (client) await this.#query(client, sql, [keyOf(id)]).catch(() => undefined);
      },
    };
  }

  async stop(): Promise<void> {
    const client = await this.#client?.catch(() => undefined);
    this.#client = undefined;
    await client?.end();
  }

  async #ask(id: string): Promise<void> {
    await this.#held.get(id)?.release();
    const client = await this.#connected();
    await this.#query(client, 'SELECT pg_notify($1, $2)', [wantedChannel, id]);
  }

  /** One after another: a connection does one thing at a time. */
  #query<Row extends pg.QueryResultRow>(client: pg.Client, sql: string, values: string[]) {
    const answer = this.#last.then(() => client.query<Row>(sql, values));
    this.#last = answer.catch(() => undefined);
    return answer;
  }

  #connected(): Promise<pg.Client> {
    this.#client ??= this.#connect().catch((error: unknown) => {
      this.#client = undefined;
      throw error;
    });
    return this.#client;
  }

  async #connect(): Promise<pg.Client> {
    const client = new pg.Client({
      connectionString: this.#databaseUrl,
      application_name: 'sweetspot-upload-locks',
      connectionTimeoutMillis: 10_000,
      keepAlive: true,
    });
    const lost = () => {
      this.#client = undefined;
      for (const holder of this.#held.values()) void holder.release();
    };
    client.on('error', (error) => {
      this.#log.warn({ error }, 'the connection of upload locks broke');
      lost();
    });
    client.on('end', lost);
    client.on('notification', ({ payload }) => void this.#held.get(payload ?? '')?.release());
    await client.connect();
    await client.query(`LISTEN ${wantedChannel}`);
    return client;
  }
}

const keyOf = (id: string): string => `upload:${id}`;
