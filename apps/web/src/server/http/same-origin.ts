import type { IncomingMessage } from 'node:http';
import { AppError } from '@sweetspot/protocol';
import type { Env } from '../env.ts';

/** True when a browser says that the request comes from one of our own pages, or when no browser speaks. */
export function isSameOrigin(request: IncomingMessage, env: Pick<Env, 'PUBLIC_URL'>): boolean {
  const { origin, host } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin') return false;
  if (origin === undefined) return true;
  if (origin === new URL(env.PUBLIC_URL).origin) return true;
  // Reached under another name (127.0.0.1, a name in the local network): the page and the request then share it.
  return URL.canParse(origin) && new URL(origin).host === host;
}

/** Demands a request of our own pages; cookies alone are sent along by foreign ones. Throws `not_allowed`. */
export function requireSameOrigin(request: IncomingMessage, env: Pick<Env, 'PUBLIC_URL'>): void {
  if (isSameOrigin(request, env)) return;
  throw new AppError('not_allowed', 'This request did not come from a page of this installation.', {
    detail: `origin ${String(request.headers.origin)}, sec-fetch-site ${String(request.headers['sec-fetch-site'])}`,
  });
}
