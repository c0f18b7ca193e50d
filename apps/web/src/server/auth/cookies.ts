import type { Env } from '../env.ts';

/** The value of a cookie in a `Cookie` header; the first one wins, as browsers send the most specific first. */
export function findCookie(header: string | undefined, name: string): string | undefined {
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at > 0 && part.slice(0, at).trim() === name) return part.slice(at + 1).trim();
  }
  return undefined;
}

/** All cookies of a header by name. */
export function parseCookies(header: string | undefined): Record<string, string> {
  const cookies = Object.create(null) as Record<string, string>;
  for (const part of (header ?? '').split(';')) {
    const at = part.indexOf('=');
    if (at <= 0) continue;
    const name = part.slice(0, at).trim();
    cookies[name] ??= safelyDecoded(part.slice(at + 1).trim());
  }
  return cookies;
}

function safelyDecoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // Somebody else's cookie with a bare percent sign; taken as it is.
    return value;
  }
}

/** next-auth's session token; the prefix makes browsers refuse it over plain http. */
export const sessionCookieName = (env: Pick<Env, 'secure'>): string =>
  env.secure ? '__Secure-next-auth.session-token' : 'next-auth.session-token';

/** A cookie that scripts cannot read and foreign sites do not send along. */
export function cookieHeader(name: string, value: string, maxAgeSeconds: number, env: Pick<Env, 'secure'>): string {
  const parts = [`${name}=${value}`, 'Path=/', 'HttpOnly', 'SameSite=Lax', `Max-Age=${maxAgeSeconds}`];
  if (env.secure) parts.push('Secure');
  return parts.join('; ');
}
