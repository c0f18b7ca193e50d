import { identify } from './auth/identify.ts';
import type { PageBridge } from './page-door.ts';
import type { Services } from './services.ts';
import { appRouter } from './trpc/app-router.ts';

/** Makes the API that pages call while they are rendered. */
export function createPageBridge(services: Services): PageBridge {
  return async ({ cookieHeader, ip, atTheMachine }) => {
    const identity = await identify(services, cookieHeader);
    return appRouter.createCaller({
      services,
      identity,
      ip,
      atTheMachine,
      core: services.contextFor(identity.actor),
      setCookie: () => {
        throw new Error('a page that is being rendered sets no cookies');
      },
    });
  };
}
