'use client';

import { useInfiniteQuery } from '@tanstack/react-query';
import { History } from 'lucide-react';
import Link from 'next/link';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC, useTRPCClient } from '../api/use-trpc.ts';

/** What happened in the project, newest first, a page at a time. */
export function ActivityList({ projectId }: { projectId: string }) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const activity = useInfiniteQuery({
    // Below the path of the procedure, so that events make it stale like the procedure's own queries.
    queryKey: [...trpc.projects.activity.pathKey(), { pagesOf: projectId }],
    queryFn: ({ pageParam, signal }) =>
      api.projects.activity.query({ projectId, ...(pageParam === null ? {} : { beforeSeq: pageParam }) }, { signal }),
    initialPageParam: null as number | null,
    getNextPageParam: (page) => page.at(-1)?.seq,
  });
  if (activity.isPending) {
    return (
      <SkeletonGroup label="Loading the activity" className="flex flex-col gap-3">
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
        <Skeleton className="h-10" />
      </SkeletonGroup>
    );
  }
  if (activity.isError) {
    return (
      <ErrorState action={<Button onClick={() => void activity.refetch()}>Try again</Button>}>
        {errorSentence(activity.error)}
      </ErrorState>
    );
  }
  const lines = activity.data.pages.flat();
  if (lines.length === 0) {
    return (
      <EmptyState icon={<History />} title="Nothing happened yet">
        Uploads, versions, comments and approvals are listed here.
      </EmptyState>
    );
  }
  return (
    <>
      <h2 className="sr-only">Activity</h2>
      <ol className="rounded-l border border-line bg-surface px-4">
        {lines.map((line) => (
          <li key={line.seq} className="flex items-baseline gap-3 border-line border-b py-2.5 last:border-0">
            <span className="min-w-0 flex-1 text-pretty">
              <span className="font-semibold">{line.by}</span>{' '}
              {line.songId ? (
                <Link href={`/songs/${line.songId}`} className="rounded-s hover:underline">
                  {line.text}
                </Link>
              ) : (
                line.text
              )}
            </span>
            <RelativeTime date={line.createdAt} className="whitespace-nowrap text-muted text-sm" />
          </li>
        ))}
      </ol>
      {activity.hasNextPage ? (
        <Button className="mt-4" loading={activity.isFetchingNextPage} onClick={() => void activity.fetchNextPage()}>
          Show older
        </Button>
      ) : null}
    </>
  );
}
