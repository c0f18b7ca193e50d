'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useProjectLive } from '../api/use-project-live.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { useKeepJobs } from './use-keep-jobs.ts';

/** Keeps lists that show a project in step with it. Shows nothing. */
export function ProjectListener({
  projectId,
  sinceSeq,
  onEnded,
}: {
  projectId: string;
  sinceSeq: number;
  /** access to the project was taken away */
  onEnded?: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { connection, jobs } = useProjectLive({ projectId, sinceSeq });
  useKeepJobs(jobs);
  useEffect(() => {
    if (connection !== 'ended') return;
    void queryClient.invalidateQueries(trpc.projects.list.pathFilter());
    void queryClient.invalidateQueries(trpc.songs.list.pathFilter());
    onEnded?.();
  }, [connection, onEnded, queryClient, trpc]);
  return null;
}
