'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/use-trpc.ts';

/** Everything that was measured of a file. A file never changes, so what is here stays; null asks for nothing. */
export function useAnalysis(fileId: string | null) {
  const trpc = useTRPC();
  return useQuery({
    ...trpc.files.getAnalysis.queryOptions({ fileId: fileId ?? '' }),
    enabled: fileId !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
}
