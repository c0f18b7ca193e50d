import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { parseEnv, tellNextAuth } from '../env.ts';
import { createHttpServer } from '../http/create-http-server.ts';
import { createServices } from '../services.ts';

/**
 * The web process without pages and sockets, to be killed by a test: `node run-test-web.ts '{"DATABASE_URL": …}'`. Prints
 * its port.
 */
const env = parseEnv(JSON.parse(process.argv[2] ?? '{}') as Record<string, string>);
tellNextAuth(env);
const server = createHttpServer(await createServices(env), null);
server.listen(0, '127.0.0.1');
await once(server, 'listening');
console.log((server.address() as AddressInfo).port);
