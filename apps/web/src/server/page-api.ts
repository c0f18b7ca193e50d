import type { TRPCError } from '@trpc/server';
import { cookies, headers } from 'next/headers';
import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { getPageBridge, type PageApi } from './page-door.ts';

/**
 * Loads what a page shows, in the name of who asks:
 * `const song = await loadForPage('/songs/…', (api) => api.songs.get({ songId }))`.
 * What does not exist (or not for them) becomes Next's not-found page; who is not signed in goes to the sign-in page and
 * comes back. Other errors reach the error page.
 *
 * @param path the page's own address, to come back to.
 */
export async function loadForPage<T>(path: string, load: (api: PageApi) => Promise<T>): Promise<T> {
  const api = await pageApi();
  try {
    return await load(api);
  } catch (error) {
    switch (codeOf(error)) {
      case 'NOT_FOUND':
      case 'BAD_REQUEST': // An address with something else where an id belongs.
        return notFound();
      case 'UNAUTHORIZED':
        return redirect(`/sign-in?${new URLSearchParams({ callbackUrl: path }).toString()}`);
      default:
        throw error;
    }
  }
}

/** The API for pages that handle refusals themselves. Who asks is found out once, however many layouts and pages ask. */
export const pageApi = cache(async (): Promise<PageApi> => {
  const [jar, head] = await Promise.all([cookies(), headers()]);
  return getPageBridge()({
    cookieHeader: jar.toString(),
    ip: head.get('x-forwarded-for') ?? 'unknown',
    atTheMachine: head.get('x-page-local') === '1',
  });
});

/** The address of the page that is being made, without what Next adds to it; for layouts, to come back to. */
export async function pagePath(): Promise<string> {
  const { pathname, searchParams } = new URL((await headers()).get('x-page-path') ?? '/', 'http://page');
  searchParams.delete('_rsc');
  return searchParams.size > 0 ? `${pathname}?${searchParams.toString()}` : pathname;
}

/** The bridge's errors are made by another copy of tRPC, so they are told by their name. */
function codeOf(error: unknown): TRPCError['code'] | undefined {
  const isTrpc = error instanceof Error && error.name === 'TRPCError';
  return isTrpc ? (error as TRPCError).code : undefined;
}
