import { once } from 'node:events';
import next from 'next';
import { EnvError, loadEnv } from './src/server/env.ts';
import { createHttpServer } from './src/server/http/create-http-server.ts';
import { createPageBridge } from './src/server/page-bridge.ts';
import { providePageBridge } from './src/server/page-door.ts';
import { createRealtime } from './src/server/realtime/create-realtime.ts';
import { createServices } from './src/server/services.ts';

/** How long open requests may finish after SIGTERM before their connections are cut. */
const drainMs = 8_000;

async function main(): Promise<void> {
  const env = loadEnv();
  const services = await createServices(env);
  const { log } = services;
  providePageBridge(createPageBridge(services));

  const development = env.NODE_ENV !== 'production';
  const pages = next({ dev: development, dir: import.meta.dirname, hostname: env.HOST, port: env.PORT });
  await pages.prepare();
  const server = createHttpServer(services, pages.getRequestHandler());
  const realtime = await createRealtime(services, server);
  // What is not our socket is the reload of Next's development server.
  const upgradePages = pages.getUpgradeHandler();
  server.on('upgrade', (request, socket, head) => {
    if (realtime.owns(request)) return;
    if (development) void upgradePages(request, socket, head);
    else socket.destroy();
  });

  server.listen(env.PORT, env.HOST);
  await once(server, 'listening');
  log.info({ url: env.PUBLIC_URL }, 'web is ready');

  let stopping = false;
  const stop = async (signal: string): Promise<void> => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'web stops');
    const closed = once(server, 'close');
    server.close();
    await realtime.stop();
    server.closeIdleConnections();
    const cut = setTimeout(() => server.closeAllConnections(), drainMs);
    await closed;
    clearTimeout(cut);
    await services.stop();
    await pages.close();
    process.exit(0);
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal));
}

main().catch((error: unknown) => {
  const known = error instanceof EnvError || (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
  console.error(known ? (error as Error).message : error);
  process.exit(1);
});
