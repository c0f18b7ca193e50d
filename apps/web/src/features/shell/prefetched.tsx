import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

/**
 * Puts what a page loaded on the server into the browser's cache, where it goes before what is older there. Below it
 * `useSuspenseQuery` finds its data at once.
 */
export function Prefetched({ fill, children }: { fill: (cache: QueryClient) => void; children: ReactNode }) {
  const cache = new QueryClient();
  fill(cache);
  return <HydrationBoundary state={dehydrate(cache)}>{children}</HydrationBoundary>;
}
