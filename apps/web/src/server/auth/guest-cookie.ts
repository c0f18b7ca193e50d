import type { Env } from '../env.ts';
import { cookieHeader } from './cookies.ts';

export const guestCookieName = 'sweetspot_guest';

/** Beyond that the oldest pass is forgotten; a cookie has about 4 kB. */
const tokensKept = 40;
const maxAgeSeconds = 365 * 24 * 3600;

/** The guest session tokens of a browser, oldest first. What does not look like one is left out. */
export const parseGuestTokens = (cookie: string | undefined): string[] =>
  (cookie ?? '')
    .split('.')
    .filter((token) => /^[A-Za-z0-9_-]{20,100}$/.test(token))
    .slice(-tokensKept);

/** A `Set-Cookie` header that keeps these guest sessions; the link decides how long each of them opens anything. */
export const guestCookie = (tokens: readonly string[], env: Pick<Env, 'secure'>): string =>
  cookieHeader(guestCookieName, tokens.slice(-tokensKept).join('.'), maxAgeSeconds, env);
