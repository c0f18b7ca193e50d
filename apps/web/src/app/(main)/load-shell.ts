import type {
  AccountView,
  NotificationView,
  ProjectSummary,
  RequestView,
  SongSummary,
} from '@sweetspot/protocol/views';
import type { QueryClient } from '@tanstack/react-query';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { withReturnPath } from '../../features/account/return-path.ts';
import { apiKeys } from '../../features/shell/api-keys.ts';
import { pageApi } from '../../server/page-api.ts';

/** What the frame around a member's pages shows, and the pages themselves go on from. */
export type Shell = {
  account: AccountView;
  songs: SongSummary[];
  projects: ProjectSummary[];
  requests: RequestView[];
  notifications: NotificationView[];
};

/** Loaded once per request, however many layouts and pages ask; null for who is not signed in. */
export const findShell = cache(async (): Promise<Shell | null> => {
  const api = await pageApi();
  const account = await api.account.me();
  if (account === null) return null;
  const [songs, projects, requests, notifications] = await Promise.all([
    api.songs.list(),
    api.projects.list(),
    api.requests.list({}),
    api.notifications.list(),
  ]);
  return { account, songs, projects, requests, notifications };
});

/** For pages that only a signed-in person has; a guest of a link goes to the sign-in page too, and comes back. */
export async function loadShell(path: string): Promise<Shell> {
  return (await findShell()) ?? redirect(withReturnPath('/sign-in', path));
}

/** Puts the shell where the queries of the navigation and of the pages look first. */
export function fillShell(store: QueryClient, { songs, projects, requests, notifications }: Shell): void {
  store.setQueryData(apiKeys.songs.list.queryKey(), songs);
  store.setQueryData(apiKeys.projects.list.queryKey(), projects);
  store.setQueryData(apiKeys.requests.list.queryKey({}), requests);
  store.setQueryData(apiKeys.notifications.list.queryKey(), notifications);
}
