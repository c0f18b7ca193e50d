import { AppError } from '@sweetspot/protocol';
import { apiHeader, maxBatchSize } from '@sweetspot/protocol/api';
import { nodeHTTPRequestHandler } from '@trpc/server/adapters/node-http';
import type { Exchange, Route } from '../http/route.ts';
import { requireSameOrigin } from '../http/same-origin.ts';
import { appRouter } from './app-router.ts';
import { createApiContext } from './create-api-context.ts';

/** Largest body of a call: a recipe of some hundred stems fits, a file does not. */
const maxBodyBytes = 1024 * 1024;

/** The API. It runs here and not in Next, so that there is one copy of core, one database pool and one AppError. */
export const trpcRoutes: Route[] = (['GET', 'POST'] as const).map((method) => ({
  method,
  pattern: '/api/trpc/:rest',
  deadline: 'short',
  handle: handleTrpc,
}));

async function handleTrpc(exchange: Exchange): Promise<void> {
  const { request, response, services, params } = exchange;
  if (request.method === 'POST') {
    // Cookies alone do not say that a page of ours asked: a form of a foreign site sends them along.
    requireSameOrigin(request, services.env);
    if (request.headers[apiHeader] === undefined) {
      throw new AppError('not_allowed', 'This call lacks the header that our pages send.', { detail: apiHeader });
    }
    if (!request.headers['content-type']?.startsWith('application/json')) {
      throw new AppError('bad_input', 'Calls are made in JSON.');
    }
  }
  const context = await createApiContext(exchange);
  response.setHeader('cache-control', 'no-store');
  await nodeHTTPRequestHandler({
    req: request,
    res: response,
    path: params['rest'] ?? '',
    router: appRouter,
    createContext: () => Promise.resolve(context),
    maxBodySize: maxBodyBytes,
    maxBatchSize,
    allowMethodOverride: false,
  });
}
