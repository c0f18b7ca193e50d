'use client';

import type { JobView } from '@sweetspot/protocol/jobs';
import { useMemo } from 'react';
import { useJobs } from '../shell/use-jobs.ts';

/** How far the furthest running job of every song is. */
export function progressBySong(jobs: readonly JobView[]): ReadonlyMap<string, number> {
  const progress = new Map<string, number>();
  for (const job of jobs)
    if (job.state === 'running' || job.state === 'queued')
      progress.set(job.songId, Math.max(progress.get(job.songId) ?? 0, job.progress));
  return progress;
}

/** The same, live. */
export function useSongProgress(): ReadonlyMap<string, number> {
  const jobs = useJobs();
  return useMemo(() => progressBySong(jobs), [jobs]);
}
