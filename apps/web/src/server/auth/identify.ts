import { findSession, type Session } from '@sweetspot/core/account/session';
import { listGuestSessions } from '@sweetspot/core/share-links/list-guest-sessions';
import type { Actor } from '@sweetspot/protocol';
import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import type { Services } from '../services.ts';
import { findCookie, sessionCookieName } from './cookies.ts';
import { guestCookieName, parseGuestTokens } from './guest-cookie.ts';

/** Who asks, as far as their cookies prove. */
export type Identity = {
  actor: Actor;
  /** Of a signed-in person. */
  session: Session | null;
  /** Guest session tokens of this browser, oldest first, whether they still open something or not. */
  guestTokens: readonly string[];
};

export type IdentityServices = Pick<Services, 'db' | 'env' | 'clock'>;

const tokenSchema = z.object({ sub: z.uuid(), sv: z.number().int() });

/** Reads the cookies of a request; a signed-in person goes before a guest. The session version is checked every time. */
export async function identify(services: IdentityServices, cookies: string | undefined): Promise<Identity> {
  const guestTokens = parseGuestTokens(findCookie(cookies, guestCookieName));
  const session = await readSession(services, findCookie(cookies, sessionCookieName(services.env)));
  if (session !== null) return { actor: { kind: 'user', userId: session.userId }, session, guestTokens };
  const guestIds = (await listGuestSessions(services, guestTokens)).map(({ guestId }) => guestId);
  const actor: Actor = guestIds.length > 0 ? { kind: 'guest', guestIds } : { kind: 'anonymous' };
  return { actor, session: null, guestTokens };
}

/** The session that a token stands for; null when it was tampered with, has expired or was ended. */
export async function readSession({ db, env }: IdentityServices, token: string | undefined): Promise<Session | null> {
  if (token === undefined || token.length > 4096) return null;
  const decoded = await decode({ token, secret: env.AUTH_SECRET }).catch(() => null); // Not one of ours: nobody.
  const parsed = tokenSchema.safeParse(decoded);
  return parsed.success ? findSession(db, { userId: parsed.data.sub, sessionVersion: parsed.data.sv }) : null;
}
