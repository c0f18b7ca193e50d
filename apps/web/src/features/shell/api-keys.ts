import { QueryClient } from '@tanstack/react-query';
import { createTRPCClient } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import type { AppRouter } from '../../server/trpc/app-router.ts';

/**
 * The query keys of the API for pages that load on the server: `apiKeys.songs.list.queryKey()`. It makes no calls, so it
 * needs no links and does not bring the router into Next's bundle.
 */
export const apiKeys = createTRPCOptionsProxy<AppRouter>({
  client: createTRPCClient<AppRouter>({ links: [] }),
  queryClient: new QueryClient(),
});
