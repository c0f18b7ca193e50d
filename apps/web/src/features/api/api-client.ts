import { apiHeader, maxBatchSize } from '@sweetspot/protocol/api';
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import superjson from 'superjson';
import type { AppRouter } from '../../server/trpc/app-router.ts';

export type ApiClient = TRPCClient<AppRouter>;

/** The typed client of this installation's API; the header is what a foreign site cannot send. */
export function createApiClient(): ApiClient {
  const common = { url: '/api/trpc', transformer: superjson, headers: { [apiHeader]: '1' } } as const;
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        // What others wait for leaves at once, and does not wait for the slowest of a batch.
        condition: ({ path }) => path === 'comments.add' || path === 'comments.list',
        true: httpLink(common),
        false: httpBatchLink({ ...common, maxItems: maxBatchSize, maxURLLength: 4_000 }),
      }),
    ],
  });
}
