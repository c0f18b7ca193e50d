import type { TestProject } from 'vitest/node';
import { startTestServer, type TestServer } from './testing.ts';

/** Projects of one vitest run share one server, wherever vitest loads this file how often. */
const shared = globalThis as typeof globalThis & {
  sweetspotTestServer?: { users: number; server: Promise<TestServer> };
};

/** Global setup of every vitest project whose tests use a database. */
export default async function setUpTestServer(project: TestProject): Promise<() => Promise<void>> {
  shared.sweetspotTestServer ??= { users: 0, server: startTestServer() };
  const use = shared.sweetspotTestServer;
  use.users += 1;
  const server = await use.server;
  project.provide('testServerUrl', server.url);
  return async () => {
    use.users -= 1;
    if (use.users > 0) return;
    delete shared.sweetspotTestServer;
    await server.stop();
  };
}
