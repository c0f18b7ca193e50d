import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { stripTypeScriptTypes } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { dspBinaryUrl } from '@sweetspot/dsp/node';

const root = join(import.meta.dirname, '../..');
/** What the sources import by name, as a path that a browser can ask for. */
const byName = (source: string): string =>
  source
    .replaceAll("'@sweetspot/dsp'", "'/packages/dsp/src/index.ts'")
    .replaceAll(/'@sweetspot\/dsp\/oracle\/([a-z-]+)'/g, "'/packages/dsp/src/oracle/$1.ts'");

/** Serves an empty page, the engine's binary, and the sources of the engine and of this folder without their types. */
export async function serveEngine(): Promise<{ address: string } & AsyncDisposable> {
  const server: Server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    if (path === '/') return response.setHeader('content-type', 'text/html').end('<title>Engine</title>');
    if (path === '/sweetspot.wasm') return response.end(readFileSync(dspBinaryUrl));
    if (!/^\/(?:packages\/dsp\/src|e2e\/engine)\/[a-z/-]+\.ts$/.test(path)) return response.writeHead(404).end();
    response.setHeader('content-type', 'text/javascript');
    response.end(byName(stripTypeScriptTypes(readFileSync(join(root, path), 'utf8'))));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
