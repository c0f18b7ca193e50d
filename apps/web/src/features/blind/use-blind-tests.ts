'use client';

import type { BlindTestView } from '@sweetspot/protocol/blind-tests';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useTRPC } from '../api/use-trpc.ts';

/** The blind tests of a song that the reader may know of. `put`: what a call answered takes its place at once. */
export function useBlindTests(songId: string) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.blindTests.list.queryOptions({ songId }));
  const put = useCallback(
    (view: BlindTestView) => {
      queryClient.setQueryData(trpc.blindTests.list.queryKey({ songId }), (before = []) =>
        before.some(({ id }) => id === view.id)
          ? before.map((each) => (each.id === view.id ? view : each))
          : [view, ...before],
      );
    },
    [queryClient, trpc, songId],
  );
  return { tests: query.data, error: query.error, put };
}
