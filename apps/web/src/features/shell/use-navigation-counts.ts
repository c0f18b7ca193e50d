'use client';

import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/use-trpc.ts';

/** Songs there are, requests that wait for an answer, notices that are unread. */
export function useNavigationCounts(): Record<'songs' | 'requests' | 'inbox', number> {
  const trpc = useTRPC();
  const songs = useQuery(trpc.songs.list.queryOptions());
  const requests = useQuery(trpc.requests.list.queryOptions({}));
  const notifications = useQuery(trpc.notifications.list.queryOptions());
  return {
    songs: songs.data?.length ?? 0,
    requests: requests.data?.filter((request) => request.state === 'open' || request.state === 'asked').length ?? 0,
    inbox: notifications.data?.filter((notification) => notification.readAt === null).length ?? 0,
  };
}
