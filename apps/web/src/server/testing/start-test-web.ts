import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Session } from '@sweetspot/core/account/session';
import { createTestDatabase } from '@sweetspot/prisma/testing';
import { apiHeader } from '@sweetspot/protocol/api';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import { guestCookieName } from '../auth/guest-cookie.ts';
import { sessionCookie } from '../auth/session-token.ts';
import { type Env, parseEnv, tellNextAuth } from '../env.ts';
import { createHttpServer } from '../http/create-http-server.ts';
import { createRealtime, type Realtime } from '../realtime/create-realtime.ts';
import { createServices, type Services } from '../services.ts';
import type { AppRouter } from '../trpc/app-router.ts';

export type TestWeb = {
  url: string;
  databaseUrl: string;
  env: Env;
  services: Services;
  realtime: Realtime;
  /** A `Cookie` header of somebody who is signed in. */
  cookieOf(user: Omit<Session, 'userId'> & { id: string }): Promise<string>;
  /** The API as a page of somebody calls it. */
  apiOf(cookie: string): TRPCClient<AppRouter>;
  /** Stops the server and leaves database and files. */
  stopServer(): Promise<void>;
  stop(): Promise<void>;
};

export type TestDisk = { databaseUrl: string; dataDir: string; remove(): Promise<void> };

/** A migrated database and an empty data directory. */
export async function makeTestDisk(): Promise<TestDisk> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'sweetspot-web-test-'));
  return {
    databaseUrl: database.url,
    dataDir,
    async remove() {
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** The web process without pages, on a port of its own. With `disk` it is one of several, or the next after a crash. */
export async function startTestWeb(options: { disk?: TestDisk; env?: Record<string, string> } = {}): Promise<TestWeb> {
  const disk = options.disk ?? (await makeTestDisk());
  const env = parseEnv({
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    DATABASE_URL: disk.databaseUrl,
    DATA_DIR: disk.dataDir,
    AUTH_SECRET: 'a secret of tests, long enough for nobody',
    PUBLIC_URL: 'http://sweetspot.test',
    DISK_RESERVE_BYTES: '0',
    ...options.env,
  });
  tellNextAuth(env);
  const services = await createServices(env);
  const server = createHttpServer(services, null);
  const realtime = await createRealtime(services, server);
  await realtime.ready;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  async function stopServer(): Promise<void> {
    const closed = once(server, 'close');
    server.close();
    await realtime.stop();
    server.closeAllConnections();
    await closed;
    await services.stop();
  }

  return {
    url,
    databaseUrl: disk.databaseUrl,
    env,
    services,
    realtime,
    cookieOf: async (user) => firstPart(await sessionCookie({ ...user, userId: user.id }, env)),
    apiOf: (cookie) => apiAt(url, cookie),
    stopServer,
    async stop() {
      await stopServer();
      if (!options.disk) await disk.remove();
    },
  };
}

export const apiAt = (url: string, cookie: string): TRPCClient<AppRouter> =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({ url: `${url}/api/trpc`, transformer: superjson, headers: { cookie, origin: url, [apiHeader]: '1' } }),
    ],
  });

/** A `Cookie` header of a guest. */
export const guestCookieOf = (...guests: { sessionToken: string }[]): string =>
  `${guestCookieName}=${guests.map(({ sessionToken }) => sessionToken).join('.')}`;

/** Of a `Set-Cookie` header, what the browser sends back. */
export const firstPart = (setCookie: string): string => setCookie.split(';')[0]!;
