import { join } from 'node:path';
import { type EmbeddedServer, startEmbeddedServer } from '../../prisma/src/embedded.ts';
import { checkConnection, ensureDatabase } from '../../prisma/src/prepare-database.ts';
import { LaunchError } from './launch-error.ts';
import type { Settings } from './read-settings.ts';

export type OpenDatabase = {
  url: string;
  /** Settles with a sentence when the embedded server is gone for good. */
  givenUp: Promise<string>;
  stop: () => Promise<void>;
};

const name = 'sweetspot';
const maxCrashesPerHour = 5;

/**
 * The database of `DATABASE_URL`, or else that of the embedded server, which is started, and started again when it crashes.
 *
 * @throws LaunchError or EmbeddedServerError when there is none to be had.
 */
export async function openDatabase(settings: Settings, report: (line: string) => void): Promise<OpenDatabase> {
  if (settings.databaseUrl !== undefined) {
    await checkConnection(settings.databaseUrl).catch((cause: unknown) => {
      throw new LaunchError(explainNoConnection(settings.databaseUrl ?? '', cause), { cause });
    });
    return { url: settings.databaseUrl, givenUp: new Promise(() => undefined), stop: async () => undefined };
  }

  const directory = join(settings.dataDirectory, 'postgres');
  let server = await startEmbeddedServer({ directory });
  await ensureDatabase(server.url('postgres'), name);
  const url = server.url(name);
  let stopping = false;

  const keep = async (): Promise<string | undefined> => {
    let crashes: number[] = [];
    for (;;) {
      await server.exited;
      if (stopping) return undefined;
      crashes = [...crashes, Date.now()].filter((at) => at > Date.now() - 3_600_000);
      if (crashes.length > maxCrashesPerHour) {
        return `The embedded PostgreSQL ended ${crashes.length} times in an hour; its log is ${join(directory, 'server.log')}`;
      }
      report('The embedded PostgreSQL ended; starting it again');
      const next: EmbeddedServer | Error = await startEmbeddedServer({ directory }).catch((error: Error) => error);
      if (next instanceof Error) return next.message;
      server = next;
      if (stopping) await server.stop();
      else if (server.url(name) !== url)
        return 'The port of the embedded PostgreSQL was taken by another program; start again';
    }
  };
  const kept = keep();

  return {
    url,
    givenUp: new Promise((settle) => void kept.then((sentence) => sentence !== undefined && settle(sentence))),
    stop: async () => {
      stopping = true;
      await server.stop();
      await kept;
    },
  };
}

/** @param cause what `pg` threw. */
export function explainNoConnection(databaseUrl: string, cause: unknown): string {
  const { hostname, port, pathname, username } = new URL(databaseUrl);
  const place = `${hostname}:${port || 5432}`;
  const error = cause instanceof AggregateError ? cause.errors[0] : cause;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  switch (code) {
    case 'ECONNREFUSED':
      return `No PostgreSQL answers at ${place}; start it, correct DATABASE_URL, or unset it to use the embedded one.`;
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `The host ${hostname} of DATABASE_URL is not known; correct it, or unset it to use the embedded PostgreSQL.`;
    case '28P01':
    case '28000':
      return `PostgreSQL at ${place} refuses the user ${username || '(none)'} or the password; correct DATABASE_URL.`;
    case '3D000':
      return `PostgreSQL at ${place} has no database ${pathname.slice(1)}; create it, or correct DATABASE_URL.`;
    default: {
      const reason = error instanceof Error ? error.message : String(error);
      return `The database at ${place} cannot be reached (${reason}); correct DATABASE_URL, or unset it to use the embedded PostgreSQL.`;
    }
  }
}
