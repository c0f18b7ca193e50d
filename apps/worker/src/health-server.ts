import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers `GET /healthz` on this machine: 200 while `check` resolves within two seconds, else 503. */
export async function startHealthServer(
  port: number,
  check: () => Promise<Record<string, unknown>>,
): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer(async (request, response) => {
    if (request.url !== '/healthz') return response.writeHead(404).end();
    const answer = await Promise.race([
      check().then((body) => ({ status: 200, body: { ok: true, ...body } })),
      new Promise<{ status: number; body: object }>((resolve) =>
        setTimeout(() => resolve({ status: 503, body: { ok: false, reason: 'no answer in time' } }), 2_000).unref(),
      ),
    ]).catch((error: unknown) => ({ status: 503, body: { ok: false, reason: String(error) } }));
    return response
      .writeHead(answer.status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
      .end(JSON.stringify(answer.body));
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
