'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { createApiClient } from './api-client.ts';
import { apiErrorCode } from './api-error.ts';
import { TRPCProvider } from './use-trpc.ts';

/** What the server answered with a reason will not change by asking again; what did not arrive is asked for twice more. */
const retry = (failures: number, error: unknown): boolean => {
  const code = apiErrorCode(error);
  return failures < 2 && (code === null || code === 'unavailable');
};

/** Gives the pages below it the API and its cache. Rendered once, in the root layout. */
export function TrpcProvider({ children }: { children: ReactNode }) {
  const [queryClient] = useState(
    () =>
      new QueryClient({
        // Events of the project say when data is stale; the time only covers what has none.
        defaultOptions: { queries: { staleTime: 60_000, retry }, mutations: { retry: false } },
      }),
  );
  const [apiClient] = useState(createApiClient);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={apiClient} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
