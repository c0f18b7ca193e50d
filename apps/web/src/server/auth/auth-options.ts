import { consumeSignInLink, consumeSignInLinkInput } from '@sweetspot/core/account/consume-sign-in-link';
import { findOrCreateOAuthUser, oauthProfileInput } from '@sweetspot/core/account/find-or-create-oauth-user';
import { findSession, type Session } from '@sweetspot/core/account/session';
import { verifyCredentials, verifyCredentialsInput } from '@sweetspot/core/account/verify-credentials';
import { AppError } from '@sweetspot/protocol';
import type { Account, AuthOptions, Profile, User } from 'next-auth';
import { decode } from 'next-auth/jwt';
import credentialsModule from 'next-auth/providers/credentials';
import githubModule from 'next-auth/providers/github';
import googleModule from 'next-auth/providers/google';
import { z } from 'zod';
import { publicError } from '../http/respond.ts';
import type { Services } from '../services.ts';
import { safeCallbackUrl } from './safe-callback-url.ts';
import { sessionMaxAgeSeconds, tokenClaims } from './session-token.ts';

// next-auth 4 is CommonJS: under Node its default export is one level down.
const CredentialsProvider = defaultOf(credentialsModule);
const GitHubProvider = defaultOf(githubModule);
const GoogleProvider = defaultOf(googleModule);

/** What next-auth hands on of a request. */
type Asking = { headers?: Record<string, unknown> };
type SignedIn = User & { sessionVersion: number };

/**
 * next-auth for this installation: JWT sessions whose version is checked on every use, sign-in by password, by mailed
 * link and, where keys are set, by Google and GitHub.
 */
export function createAuthOptions(services: Services): AuthOptions {
  const { env, db, log, rateLimits } = services;
  const ctx = services.contextFor({ kind: 'anonymous' });

  /** Runs a way to sign in; what it throws reaches the page as `error`, a sentence. */
  async function signIn(request: Asking, verify: (ip: string) => Promise<Session>): Promise<SignedIn> {
    try {
      const ip = addressOf(request.headers);
      const takeBack = await rateLimits.count('signIn', ip);
      const session = await verify(ip);
      await takeBack();
      return signedIn(session);
    } catch (error) {
      if (!(error instanceof AppError) && !(error instanceof z.ZodError)) log.error({ error }, 'sign-in failed');
      const wrongShape = 'The e-mail address or the password is wrong.';
      throw new Error(error instanceof z.ZodError ? wrongShape : publicError(error).message);
    }
  }

  return {
    secret: env.AUTH_SECRET,
    useSecureCookies: env.secure,
    session: { strategy: 'jwt', maxAge: sessionMaxAgeSeconds, updateAge: 24 * 3600 },
    pages: { signIn: '/sign-in', error: '/sign-in', signOut: '/sign-in', verifyRequest: '/sign-in' },
    providers: [
      CredentialsProvider({
        id: 'credentials',
        credentials: { email: {}, password: {} },
        authorize: (credentials, request) =>
          signIn(request, (ip) => verifyCredentials(ctx, verifyCredentialsInput.parse(credentials), ip)),
      }),
      CredentialsProvider({
        id: 'email-link',
        credentials: { token: {} },
        authorize: (credentials, request) =>
          signIn(request, (ip) => consumeSignInLink(ctx, consumeSignInLinkInput.parse(credentials), ip)),
      }),
      ...(env.GOOGLE_CLIENT_ID && env.GOOGLE_CLIENT_SECRET
        ? [GoogleProvider({ clientId: env.GOOGLE_CLIENT_ID, clientSecret: env.GOOGLE_CLIENT_SECRET })]
        : []),
      ...(env.GITHUB_CLIENT_ID && env.GITHUB_CLIENT_SECRET
        ? [
            GitHubProvider({
              clientId: env.GITHUB_CLIENT_ID,
              clientSecret: env.GITHUB_CLIENT_SECRET,
              userinfo: { url: 'https://api.github.com/user', request: requestGitHubProfile },
            }),
          ]
        : []),
    ],
    jwt: {
      maxAge: sessionMaxAgeSeconds,
      /** A token of an ended session reads as none at all. */
      async decode(params) {
        const token = await decode(params);
        if (token === null || typeof token['sv'] !== 'number' || token.sub === undefined) return null;
        const session = await findSession(db, { userId: token.sub, sessionVersion: token['sv'] });
        return session && { ...tokenClaims(session), name: session.name, email: session.email };
      },
    },
    callbacks: {
      async signIn({ account, profile }) {
        if (account?.type !== 'oauth') return true;
        try {
          await oauthSession(account, profile);
          return true;
        } catch (error) {
          return `/sign-in?${new URLSearchParams({ error: publicError(error).code }).toString()}`;
        }
      },
      async jwt({ token, user, account, profile }) {
        if (account?.type === 'oauth') return tokenClaims(await oauthSession(account, profile));
        // `user` is only there at the moment of signing in.
        const signed = user as SignedIn | undefined;
        return signed ? tokenClaims({ userId: signed.id, sessionVersion: signed.sessionVersion }) : token;
      },
      session: ({ session, token }) => ({
        ...session,
        user: { id: token.sub, name: token.name, email: token.email },
      }),
      redirect: ({ url, baseUrl }) => safeCallbackUrl(url, baseUrl),
    },
    logger: {
      error: (code, metadata) => log.info({ code, metadata: describe(metadata) }, 'next-auth'),
      warn: (code) => log.debug({ code }, 'next-auth'),
      debug: () => undefined,
    },
  };

  function oauthSession(account: Account, profile: Profile | undefined): Promise<Session> {
    const claims = profile as { email?: string; email_verified?: boolean; name?: string; login?: string } | undefined;
    const input = oauthProfileInput.safeParse({
      provider: account.provider,
      providerAccountId: account.providerAccountId,
      email: claims?.email ?? '',
      emailVerified: claims?.email_verified === true,
      name: claims?.name ?? claims?.login ?? '',
    });
    if (!input.success) {
      throw new AppError('bad_input', `${account.provider} did not tell an e-mail address; sign in another way.`);
    }
    return findOrCreateOAuthUser(ctx, input.data);
  }
}

const signedIn = (session: Session): SignedIn => ({
  id: session.userId,
  name: session.name,
  email: session.email,
  sessionVersion: session.sessionVersion,
});

/** auth-route.ts has put the believed address there. */
const addressOf = (headers: Record<string, unknown> | undefined): string =>
  String(headers?.['x-forwarded-for'] ?? 'unknown');

const describe = (metadata: unknown): string =>
  metadata instanceof Error ? metadata.message : String((metadata as { message?: unknown } | undefined)?.message ?? '');

const gitHubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

/** GitHub's profile with the primary address and whether it was verified, which the profile alone does not say. */
async function requestGitHubProfile({ tokens }: { tokens: { access_token?: string } }) {
  const headers = { authorization: `Bearer ${tokens.access_token}`, 'user-agent': 'sweetspot' };
  const [profile, emails] = await Promise.all(
    ['https://api.github.com/user', 'https://api.github.com/user/emails'].map(async (url) => {
      const answer = await fetch(url, { headers, signal: AbortSignal.timeout(10_000) });
      if (!answer.ok) throw new Error(`GitHub answered ${answer.status}`);
      return answer.json() as Promise<unknown>;
    }),
  );
  const primary = gitHubEmails.parse(emails).find((each) => each.primary);
  const known = z.looseObject({ id: z.number(), login: z.string() }).parse(profile);
  return { ...known, email: primary?.email, email_verified: primary?.verified === true };
}

function defaultOf<T>(module: T | { default: T }): T {
  return typeof module === 'object' && module !== null && 'default' in module ? module.default : (module as T);
}
