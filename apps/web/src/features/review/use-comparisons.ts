'use client';

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTRPC } from '../api/use-trpc.ts';
import { useReview } from './review-context.tsx';

/** What became of the versions of the song, one after another. */
export function useComparisons() {
  const { song, versions } = useReview();
  const trpc = useTRPC();
  const { data } = useQuery({
    ...trpc.versions.listComparisons.queryOptions({ songId: song.id }),
    enabled: versions.length > 1,
  });
  const comparisons = useMemo(
    () => new Map((data ?? []).flatMap((one) => (one.state === 'ready' ? [[one.versionId, one.result] as const] : []))),
    [data],
  );
  return { list: data, comparisons };
}
