import { apiHeader, maxBatchSize } from '@sweetspot/protocol/api';
import { createTRPCClient, httpBatchLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '../../server/trpc/app-router.ts';

export type ApiClient = TRPCClient<AppRouter>;

/** The typed client of this installation's API; the header is what a foreign site cannot send. */
export function createApiClient(): ApiClient {
  return createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: '/api/trpc',
        transformer: superjson,
        maxItems: maxBatchSize,
        maxURLLength: 4_000,
        headers: { [apiHeader]: '1' },
      }),
    ],
  });
}
