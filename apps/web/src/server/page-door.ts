import type { AppRouter } from './trpc/app-router.ts';

/** The API as a page calls it while it is rendered: the same procedures and checks as over the network. */
export type PageApi = ReturnType<AppRouter['createCaller']>;

export type PageBridge = (request: { cookieHeader: string; ip: string; atTheMachine: boolean }) => Promise<PageApi>;

/**
 * Next bundles its own copy of every module it imports. The one that has the database is server.ts's, and this is how a
 * page reaches it: a function on the global object, put there before Next starts.
 */
const key = Symbol.for('sweetspot.page-bridge');
const globals = globalThis as { [key]?: PageBridge };

/** Called once by server.ts. */
export function providePageBridge(bridge: PageBridge): void {
  globals[key] = bridge;
}

export function getPageBridge(): PageBridge {
  const bridge = globals[key];
  if (!bridge) throw new Error('Pages need the rest of the process: start it with `node apps/web/server.ts`.');
  return bridge;
}
