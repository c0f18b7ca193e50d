import type { Exchange } from '../http/route.ts';
import type { ApiContext } from './context.ts';

export async function createApiContext(exchange: Exchange): Promise<ApiContext> {
  const { response, services, ip, atTheMachine } = exchange;
  const identity = await exchange.identify();
  return {
    services,
    identity,
    ip,
    atTheMachine,
    core: services.contextFor(identity.actor),
    setCookie: (header) => response.appendHeader('set-cookie', header),
  };
}
