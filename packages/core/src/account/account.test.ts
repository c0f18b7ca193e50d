import { makeUser } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emailSchema } from '../input/email.ts';
import { hashPassword } from '../secrets/password.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { changePassword } from './change-password.ts';
import { consumeSignInLink } from './consume-sign-in-link.ts';
import { findOrCreateOAuthUser } from './find-or-create-oauth-user.ts';
import { getAccount } from './get-account.ts';
import { getPictureKey } from './get-picture-key.ts';
import { registerAccount, registerAccountInput } from './register-account.ts';
import { requestPasswordReset, requestSignInLink } from './request-email-link.ts';
import { resetPassword } from './reset-password.ts';
import { findSession } from './session.ts';
import { setPicture } from './set-picture.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';
import { updateProfile } from './update-profile.ts';
import { verifyCredentials } from './verify-credentials.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

const anonymous = () => core.as({ kind: 'anonymous' });
const password = 'correct horse battery';
const withPassword = async () => makeUser(core.db, { passwordHash: await hashPassword(password) });

const here = '192.0.2.1';
const signIn = (email: string, typed = password, ip = here) =>
  verifyCredentials(anonymous(), { email, password: typed }, ip);

/** The token in the last mail to an address. */
async function mailedToken(email: string): Promise<string> {
  const mail = await core.db.mail.findFirstOrThrow({ where: { recipient: email }, orderBy: { createdAt: 'desc' } });
  return /https:\/\/sweetspot\.example\/\S+\/(\S+)/.exec(mail.text)![1]!;
}

describe('e-mail addresses', () => {
  it.each([
    ['Mira@Example.ORG ', 'mira@example.org'],
    ['ｍｉｒａ＠ｅｘａｍｐｌｅ．ｏｒｇ', 'mira@example.org'],
    ['mira+mix@example.org', 'mira+mix@example.org'],
  ])('%s is %s', (typed, normal) => {
    expect(emailSchema.parse(typed)).toBe(normal);
  });

  it.each(['mirа@example.org', 'mira@exаmple.org', 'mira@example.org\0', 'mira@', '', 'a\n@example.org'])(
    'refuses %j, in which a letter is not what it looks like or nothing is an address',
    (typed) => {
      expect(emailSchema.safeParse(typed).success).toBe(false);
    },
  );
});

describe('registering', () => {
  it('stores the password as argon2id and makes one account per address', async () => {
    const input = registerAccountInput.parse({ email: 'Ada@Example.org', name: ' Ada ', password });
    const { userId } = await registerAccount(anonymous(), input);
    const user = await core.db.user.findUniqueOrThrow({ where: { id: userId } });
    expect(user).toMatchObject({ email: 'ada@example.org', name: 'Ada', emailVerifiedAt: null });
    expect(user.passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const again = registerAccountInput.parse({ email: 'ＡDA@example.org', name: 'Eve', password });
    await expectError(registerAccount(anonymous(), again), 'conflict');
  });

  it('refuses short passwords with a sentence', () => {
    const result = registerAccountInput.safeParse({ email: 'a@b.co', name: 'A', password: 'short' });
    expect(result.error?.issues[0]?.message).toBe('A password needs at least 8 characters.');
  });
});

describe('signing in by password', () => {
  it('answers a session, and tells nothing about what was wrong', async () => {
    const user = await withPassword();
    expect(await signIn(user.email)).toEqual({
      userId: user.id,
      sessionVersion: 0,
      name: user.name,
      email: user.email,
    });
    const wrong = await expectError(signIn(user.email, 'x'), 'not_signed_in');
    const unknown = await expectError(signIn('nobody@example.org'), 'not_signed_in');
    expect(unknown.message).toBe(wrong.message);
    const noPassword = await makeUser(core.db);
    await expectError(signIn(noPassword.email, ''), 'not_signed_in');
  });

  const guess = (email: string, count: number, ip: string) =>
    Promise.all(
      Array.from({ length: count }, (_, index) =>
        signIn(email, `guess ${index}`, ip).then(
          () => 'in',
          (error: { code: string }) => error.code,
        ),
      ),
    );

  it('counts a hundred guesses at once as a hundred, and forgets them in time', async () => {
    const user = await withPassword();
    const codes = await guess(user.email, 30, here);
    expect(codes.filter((code) => code === 'not_signed_in')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too_many')).toHaveLength(20);
    const refused = await expectError(signIn(user.email), 'too_many');
    expect(refused.message).toBe('Too many attempts. Try again in 15 minutes.');
    core.clock.at = new Date(core.clock.at.getTime() + 14.5 * 60_000);
    const later = await expectError(signIn(user.email), 'too_many');
    expect(later.message).toBe('Too many attempts. Try again in 30 seconds.');
    core.clock.at = new Date(core.clock.at.getTime() + 30_000);
    await signIn(user.email);
  });

  it('lets the owner in with the right password while a stranger guesses elsewhere', async () => {
    const user = await withPassword();
    const [codes] = await Promise.all([guess(user.email, 30, '198.51.100.1'), signIn(user.email)]);
    expect(codes.filter((code) => code === 'too_many')).toHaveLength(20);
    await expectError(signIn(user.email, password, '198.51.100.1'), 'too_many');
    await signIn(user.email);
    await signIn(user.email, password, '203.0.113.1');
  });

  it('counts a neighbouring address of the same IPv6 customer as the same', async () => {
    const user = await withPassword();
    await guess(user.email, 10, '2001:db8:1:2::1');
    await expectError(signIn(user.email, password, '2001:db8:1:3::9'), 'too_many');
    await signIn(user.email, password, '2001:db8:2:3::1');
  });

  it('lets many networks together guess no faster than one a second, and the owner in meanwhile', async () => {
    const user = await withPassword();
    await signIn(user.email);
    for (let network = 0; network < 5; network += 1) await guess(user.email, 10, `198.51.100.${network}`);
    let at = core.clock.at;
    const waited: number[] = [];
    const crowd = { ...anonymous(), clock: { now: () => at, wait: async (ms: number) => void waited.push(ms) } };
    const tryFrom = (ip: string, typed = 'a guess') =>
      verifyCredentials(crowd, { email: user.email, password: typed }, ip).then(
        () => 'in',
        (error: { code: string }) => error.code,
      );
    const codes: string[] = [];
    for (let network = 1; network <= 12; network += 1) codes.push(await tryFrom(`203.0.113.${network}`));
    expect(codes).toEqual([...Array(10).fill('not_signed_in'), 'too_many', 'too_many']);
    expect(waited).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((seconds) => seconds * 1000));
    const abroad = '192.0.2.200';
    expect(await tryFrom(abroad, password)).toBe('too_many');
    expect(await tryFrom(here, password)).toBe('in');
    at = new Date(at.getTime() + 1000);
    expect(await tryFrom(abroad, password)).toBe('in');
    expect(waited).toHaveLength(11);
  });

  it('makes strange networks wait when many guess together', async () => {
    const user = await withPassword();
    await signIn(user.email);
    for (let network = 0; network < 5; network += 1) await guess(user.email, 10, `198.51.100.${network}`);
    const waitedMs = async (ip: string) => {
      const before = core.clock.at.getTime();
      await signIn(user.email, password, ip);
      return core.clock.at.getTime() - before;
    };
    expect(await waitedMs(here)).toBe(0);
    expect(await waitedMs('203.0.113.1')).toBe(1000);
    // It is known from now on.
    expect(await waitedMs('203.0.113.1')).toBe(0);
  });

  it('keeps no address, and knows a network once', async () => {
    const user = await withPassword();
    await expectError(signIn(user.email, 'wrong'), 'not_signed_in');
    await signIn(user.email);
    await signIn(user.email);
    const entries = await core.db.auditEntry.findMany({ where: { subjectId: user.id } });
    expect(entries).toMatchObject([{ action: 'account.signed-in', actor: { id: user.id } }]);
    expect(JSON.stringify(await core.db.auditEntry.findMany())).not.toContain(here);
  });
});

describe('sessions', () => {
  it('end everywhere at once, and with the password', async () => {
    const user = await withPassword();
    const first = { userId: user.id, sessionVersion: 0 };
    expect(await findSession(core.db, first)).not.toBeNull();
    await signOutEverywhere(core.as(user));
    expect(await findSession(core.db, first)).toBeNull();

    await expectError(changePassword(core.as(user), { current: 'wrong', next: 'another password' }, here), 'bad_input');
    const session = await changePassword(core.as(user), { current: password, next: 'another password' }, here);
    expect(session.sessionVersion).toBe(2);
    expect(await findSession(core.db, session)).toMatchObject({ userId: user.id });
    await expectError(signIn(user.email), 'not_signed_in');
    await signIn(user.email, 'another password');
    await core.db.user.update({ where: { id: user.id }, data: { deletedAt: new Date() } });
    expect(await findSession(core.db, session)).toBeNull();
  });
});

describe('links by mail', () => {
  it('set a password once, end every session, and void the other links', async () => {
    const user = await withPassword();
    await requestSignInLink(anonymous(), { email: user.email });
    const signInToken = await mailedToken(user.email);
    await requestPasswordReset(anonymous(), { email: user.email });
    const token = await mailedToken(user.email);
    expect(await core.db.emailToken.count({ where: { tokenHash: token } })).toBe(0);

    await resetPassword(anonymous(), { token, password: 'brand new password' });
    await signIn(user.email, 'brand new password');
    expect(await findSession(core.db, { userId: user.id, sessionVersion: 0 })).toBeNull();
    await expectError(resetPassword(anonymous(), { token, password: 'and once more' }), 'gone');
    await expectError(consumeSignInLink(anonymous(), { token: signInToken }, here), 'gone');
  });

  it('sign in once, also when pressed twice at the same time, and prove the address', async () => {
    const user = await makeUser(core.db, { emailVerifiedAt: null });
    await requestSignInLink(anonymous(), { email: user.email });
    const token = await mailedToken(user.email);
    const presses = await Promise.allSettled([1, 2, 3].map(() => consumeSignInLink(anonymous(), { token }, here)));
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const { emailVerifiedAt } = await core.db.user.findUniqueOrThrow({ where: { id: user.id } });
    expect(emailVerifiedAt).not.toBeNull();
  });

  it('void the password of somebody who registered the address without proving it, the first time', async () => {
    const squatter = await makeUser(core.db, { emailVerifiedAt: null, passwordHash: await hashPassword(password) });
    const signInByLink = async () => {
      await requestSignInLink(anonymous(), { email: squatter.email });
      return consumeSignInLink(anonymous(), { token: await mailedToken(squatter.email) }, here);
    };
    const session = await signInByLink();
    expect(await findSession(core.db, session)).not.toBeNull();
    expect(await findSession(core.db, { userId: squatter.id, sessionVersion: 0 })).toBeNull();
    await expectError(signIn(squatter.email), 'not_signed_in');
    const voided = { recipient: squatter.email, subject: 'Set your password again' };
    expect(await core.db.mail.count({ where: voided })).toBe(1);
    await changePassword(core.as(squatter), { next: 'a password of my own' }, here);
    await signInByLink();
    await signIn(squatter.email, 'a password of my own');
    expect(await core.db.mail.count({ where: voided })).toBe(1);
  });

  it('expire, are of one purpose, and never tell whether there is an account', async () => {
    const user = await makeUser(core.db);
    await requestSignInLink(anonymous(), { email: user.email });
    const token = await mailedToken(user.email);
    await expectError(resetPassword(anonymous(), { token, password }), 'gone');
    core.clock.at = new Date(core.clock.at.getTime() + 15 * 60_000);
    await expectError(consumeSignInLink(anonymous(), { token }, here), 'gone');

    const mails = await core.db.mail.count();
    expect(await requestSignInLink(anonymous(), { email: 'nobody@example.org' })).toBeUndefined();
    expect(await core.db.mail.count()).toBe(mails);
  });

  it('are not sent more than five times in a quarter of an hour', async () => {
    const user = await makeUser(core.db);
    await Promise.all(Array.from({ length: 9 }, () => requestPasswordReset(anonymous(), { email: user.email })));
    expect(await core.db.mail.count({ where: { recipient: user.email } })).toBe(5);
  });
});

describe('signing in by a provider', () => {
  const profile = (email: string, over = {}) => ({
    provider: 'github',
    providerAccountId: email,
    email,
    emailVerified: true,
    name: 'Olga',
    ...over,
  });

  it('makes an account once, and links the one with the same address', async () => {
    const first = await findOrCreateOAuthUser(anonymous(), profile('olga@example.org'));
    expect(await findOrCreateOAuthUser(anonymous(), profile('olga@example.org', { name: 'Other' }))).toEqual(first);
    const user = await withPassword();
    const linked = await findOrCreateOAuthUser(anonymous(), profile(user.email));
    expect(linked.userId).toBe(user.id);
    await signIn(user.email);
  });

  it('lets nobody in with an address that the provider has not verified', async () => {
    const user = await makeUser(core.db);
    await expectError(findOrCreateOAuthUser(anonymous(), profile(user.email, { emailVerified: false })), 'not_allowed');
  });

  it('voids the password of somebody who registered the address without proving it', async () => {
    const squatter = await makeUser(core.db, { emailVerifiedAt: null, passwordHash: await hashPassword(password) });
    const session = await findOrCreateOAuthUser(anonymous(), profile(squatter.email));
    expect(session).toMatchObject({ userId: squatter.id, sessionVersion: 1 });
    await expectError(signIn(squatter.email), 'not_signed_in');
    expect(await findSession(core.db, { userId: squatter.id, sessionVersion: 0 })).toBeNull();
  });
});

describe('the account', () => {
  it('shows and keeps what is set', async () => {
    const user = await makeUser(core.db);
    expect(await getAccount(anonymous())).toBeNull();
    await updateProfile(core.as(user), { name: 'Ada L.', preferences: { theme: 'light' } });
    await updateProfile(core.as(user), { preferences: { keyboardShortcuts: false } });
    expect(await getAccount(core.as(user))).toEqual({
      id: user.id,
      email: user.email,
      name: 'Ada L.',
      pictureUrl: null,
      hasPassword: false,
      preferences: { keyboardShortcuts: false, theme: 'light' },
    });
    await expectError(updateProfile(anonymous(), { name: 'X' }), 'not_signed_in');
  });

  it('shows its picture to who has a project with it', async () => {
    const { artist, guest, stranger } = await makeCast(core.db);
    await setPicture(core.as(artist), new Uint8Array([1, 2, 3]));
    const key = await getPictureKey(core.as(guest), artist.id);
    expect(await core.as(artist).storage.findSize(key)).toBe(3n);
    await expectError(getPictureKey(core.as(stranger), artist.id), 'not_found');
    await setPicture(core.as(artist), null);
    expect(await core.as(artist).storage.findSize(key)).toBeNull();
    await expectError(getPictureKey(core.as(artist), artist.id), 'not_found');
  });
});
