'use client';

import type { JobView } from '@sweetspot/protocol/jobs';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/use-trpc.ts';

const none: readonly JobView[] = [];

/** Jobs of all one's projects that wait, run, or failed in the last day. */
export function useJobs(): readonly JobView[] {
  const trpc = useTRPC();
  const { data } = useQuery(trpc.jobs.list.queryOptions({}));
  return data ?? none;
}
