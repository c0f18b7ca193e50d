import { findTokenUser } from '@sweetspot/core/account/find-token-user';
import { findSession, type Session } from '@sweetspot/core/account/session';
import { listGuestSessions } from '@sweetspot/core/share-links/list-guest-sessions';
import { type Actor, AppError } from '@sweetspot/protocol';
import { decode } from 'next-auth/jwt';
import { z } from 'zod';
import type { Services } from '../services.ts';
import { findCookie, sessionCookieName } from './cookies.ts';
import { guestCookieName, parseGuestTokens } from './guest-cookie.ts';

/** Who asks, as far as their cookies or their access token prove. */
export type Identity = {
  actor: Actor;
  by: 'cookie' | 'token';
  /** Of a person who signed in with a browser. */
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
  if (session !== null) return { actor: { kind: 'user', userId: session.userId }, by: 'cookie', session, guestTokens };
  const guestIds = (await listGuestSessions(services, guestTokens)).map(({ guestId }) => guestId);
  const actor: Actor = guestIds.length > 0 ? { kind: 'guest', guestIds } : { kind: 'anonymous' };
  return { actor, by: 'cookie', session: null, guestTokens };
}

/**
 * Reads the `Authorization` header of a program. Basic belongs to a proxy in front and says nothing here: null. Throws
 * `not_signed_in` for all else that is no valid access token; whoever sends it believes to be signed in by it, and is not.
 */
export async function identifyProgram(
  services: IdentityServices,
  header: string | undefined,
): Promise<Identity | null> {
  if (header === undefined || /^basic /i.test(header)) return null;
  const token = /^bearer ([A-Za-z0-9_-]{1,200})$/i.exec(header)?.[1];
  const userId = token === undefined ? null : await findTokenUser(services, token);
  if (userId === null) {
    const sentence = 'This access token was revoked, or is none of this installation. Make one on the Account page.';
    throw new AppError('not_signed_in', sentence);
  }
  return { actor: { kind: 'user', userId }, by: 'token', session: null, guestTokens: [] };
}

/** The session that a token stands for; null when it was tampered with, has expired or was ended. */
export async function readSession({ db, env }: IdentityServices, token: string | undefined): Promise<Session | null> {
  if (token === undefined || token.length > 4096) return null;
  const decoded = await decode({ token, secret: env.AUTH_SECRET }).catch(() => null); // Not one of ours: nobody.
  const parsed = tokenSchema.safeParse(decoded);
  return parsed.success ? findSession(db, { userId: parsed.data.sub, sessionVersion: parsed.data.sv }) : null;
}

/** A program acts for a person in their projects; who they are is theirs to change, in a browser. Null for a browser. */
export const refuseProgram = ({ by }: Pick<Identity, 'by'>): AppError | null =>
  by === 'token'
    ? new AppError('not_allowed', 'An access token does not reach the account; sign in in a browser.')
    : null;
