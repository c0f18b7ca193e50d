'use client';

import type { JobView } from '@sweetspot/protocol/jobs';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTRPC } from '../api/use-trpc.ts';

/** Newer news of jobs over the list that was fetched. What ended well leaves the list. */
export function mergeJobs(list: readonly JobView[], news: ReadonlyMap<string, JobView>): JobView[] {
  const known = new Set(list.map((job) => job.id));
  const added = [...news.values()].filter((job) => !known.has(job.id));
  return [...added, ...list.map((job) => news.get(job.id) ?? job)].filter(
    (job) => job.state !== 'succeeded' && job.state !== 'cancelled',
  );
}

/** Carries the live progress of `useProjectLive` into the one list of jobs that the tray and the cards read. */
export function useKeepJobs(news: ReadonlyMap<string, JobView>): void {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  useEffect(() => {
    if (news.size === 0) return;
    queryClient.setQueryData(trpc.jobs.list.queryKey({}), (list) => list && mergeJobs(list, news));
  }, [news, queryClient, trpc]);
}
