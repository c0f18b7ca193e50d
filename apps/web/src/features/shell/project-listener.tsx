'use client';

import { useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
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
  const router = useRouter();
  const queryClient = useQueryClient();
  const { connection, jobs } = useProjectLive({ projectId, sinceSeq });
  useKeepJobs(jobs);
  useEffect(() => {
    if (connection !== 'ended') return;
    void queryClient.invalidateQueries(trpc.projects.list.pathFilter());
    void queryClient.invalidateQueries(trpc.songs.list.pathFilter());
    // Signed out everywhere, or taken out of one of many: the server says which page is right now.
    if (onEnded) onEnded();
    else router.refresh();
  }, [connection, onEnded, queryClient, router, trpc]);
  return null;
}
