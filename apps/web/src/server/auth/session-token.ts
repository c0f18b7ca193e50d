import type { Session } from '@sweetspot/core/account/session';
import { encode } from 'next-auth/jwt';
import type { Env } from '../env.ts';
import { cookieHeader, sessionCookieName } from './cookies.ts';

export const sessionMaxAgeSeconds = 30 * 24 * 3600;

/** What the session token says; `sv` makes it void when the account is signed out everywhere. */
export const tokenClaims = ({ userId, sessionVersion }: Pick<Session, 'userId' | 'sessionVersion'>) => ({
  sub: userId,
  sv: sessionVersion,
});

/** A `Set-Cookie` header that signs somebody in, as next-auth would write it. */
export async function sessionCookie(session: Session, env: Env): Promise<string> {
  const token = await encode({
    token: tokenClaims(session),
    secret: env.AUTH_SECRET,
    maxAge: sessionMaxAgeSeconds,
  });
  return cookieHeader(sessionCookieName(env), token, sessionMaxAgeSeconds, env);
}
