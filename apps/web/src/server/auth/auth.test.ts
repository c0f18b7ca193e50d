import { hashPassword } from '@sweetspot/core/secrets/password';
import { makeProject, makeUser } from '@sweetspot/prisma/seed';
import { apiHeader } from '@sweetspot/protocol/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { firstPart, startTestWeb, type TestWeb } from '../testing/start-test-web.ts';

let web: TestWeb;
beforeAll(async () => {
  web = await startTestWeb();
});
afterAll(() => web.stop());

const password = 'a long enough password';
const makeSigner = async (data: object = {}) =>
  makeUser(web.services.db, { passwordHash: await hashPassword(password), ...data });

/** Cookies as a browser keeps them. */
class Jar {
  readonly #cookies = new Map<string, string>();
  keep(response: Response): void {
    for (const each of response.headers.getSetCookie()) {
      const [name = '', value = ''] = firstPart(each).split(/=(.*)/s);
      if (/max-age=0|expires=thu, 01 jan 1970/i.test(each)) this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }
  has(name: string): boolean {
    return this.#cookies.has(name);
  }
}

const sessionName = 'next-auth.session-token';

/** Signs in as `signIn()` of next-auth/react does. */
async function signIn(provider: string, fields: Record<string, string>, jar = new Jar(), headers: object = {}) {
  const csrf = await fetch(`${web.url}/api/auth/csrf`, { headers: { cookie: jar.header } });
  jar.keep(csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const response = await fetch(`${web.url}/api/auth/callback/${provider}`, {
    method: 'POST',
    headers: { cookie: jar.header, origin: web.url, 'content-type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams({ csrfToken, json: 'true', callbackUrl: '/', ...fields }),
    redirect: 'manual',
  });
  jar.keep(response);
  const body = (await response.json()) as { url?: string; message?: string };
  const error = body.url ? new URL(body.url, web.url).searchParams.get('error') : null;
  return { jar, response, body, error };
}

test('a password signs in, and the cookie cannot be read by scripts', async () => {
  const user = await makeSigner();
  const { jar, response } = await signIn('credentials', { email: user.email.toUpperCase(), password });
  expect(response.status).toBe(200);
  const cookie = response.headers.getSetCookie().find((each) => each.startsWith(sessionName));
  expect(cookie).toMatch(/HttpOnly/i);
  expect(cookie).toMatch(/SameSite=Lax/i);
  const me = await web.apiOf(jar.header).account.me.query();
  expect(me?.id).toBe(user.id);
});

test('a wrong password and an unknown address read alike', async () => {
  const user = await makeSigner();
  const wrong = await signIn('credentials', { email: user.email, password: 'something else' });
  const unknown = await signIn('credentials', { email: 'nobody@example.org', password });
  expect(wrong.error).toBe('The e-mail address or the password is wrong.');
  expect(unknown.error).toBe(wrong.error);
  expect(unknown.response.status).toBe(wrong.response.status);
  expect(wrong.jar.has(sessionName)).toBe(false);
});

test('ten wrong passwords close the account to who typed them, and to nobody else', async () => {
  const direct = web;
  web = await startTestWeb({ env: { TRUST_PROXY: '1' } });
  const from = (ip: string) => ({ 'x-forwarded-for': `192.0.2.99, ${ip}` });
  try {
    const user = await makeSigner();
    const { email } = user;
    for (let attempt = 0; attempt < 10; attempt += 1) {
      await signIn('credentials', { email, password: `guess ${attempt}` }, new Jar(), from('203.0.113.1'));
    }
    const stranger = await signIn('credentials', { email, password }, new Jar(), from('203.0.113.1'));
    expect(stranger.error).toBe('Too many attempts. Try again in 15 minutes.');
    expect(stranger.jar.has(sessionName)).toBe(false);
    const owner = await signIn('credentials', { email, password }, new Jar(), from('203.0.113.2'));
    expect(owner.error).toBeNull();
    expect((await web.apiOf(owner.jar.header).account.me.query())?.id).toBe(user.id);
  } finally {
    await web.stop();
    web = direct;
  }
});

test('signing out everywhere ends every session at once', async () => {
  const user = await makeSigner();
  const phone = (await signIn('credentials', { email: user.email, password })).jar;
  const desk = (await signIn('credentials', { email: user.email, password })).jar;
  await web.apiOf(desk.header).account.signOutEverywhere.mutate();
  expect(await web.apiOf(phone.header).account.me.query()).toBeNull();
  const session = await fetch(`${web.url}/api/auth/session`, { headers: { cookie: phone.header } });
  expect(await session.json()).toEqual({});
});

test('a changed password ends the other sessions and keeps this one', async () => {
  const user = await makeSigner();
  const phone = (await signIn('credentials', { email: user.email, password })).jar;
  const desk = (await signIn('credentials', { email: user.email, password })).jar;
  const response = await fetch(`${web.url}/api/trpc/account.changePassword`, {
    method: 'POST',
    headers: { cookie: desk.header, origin: web.url, 'content-type': 'application/json', [apiHeader]: '1' },
    body: JSON.stringify({ json: { current: password, next: 'another long password' } }),
  });
  expect(response.status).toBe(200);
  desk.keep(response);
  expect((await web.apiOf(desk.header).account.me.query())?.id).toBe(user.id);
  expect(await web.apiOf(phone.header).account.me.query()).toBeNull();
});

test('the token of a removed account is nobody', async () => {
  const user = await makeSigner();
  const cookie = await web.cookieOf(user);
  await web.services.db.user.update({ where: { id: user.id }, data: { deletedAt: new Date() } });
  expect(await web.apiOf(cookie).account.me.query()).toBeNull();
});

test('a mailed link signs in once', async () => {
  const user = await makeSigner({ emailVerifiedAt: null });
  await web.apiOf('').account.requestSignInLink.mutate({ email: user.email });
  const mail = await web.services.db.mail.findFirstOrThrow({ where: { recipient: user.email } });
  const token = /\/sign-in\/link\/([\w-]+)/.exec(mail.text)?.[1] ?? '';
  const first = await signIn('email-link', { token });
  expect(first.jar.has(sessionName)).toBe(true);
  const again = await signIn('email-link', { token });
  expect(again.jar.has(sessionName)).toBe(false);
  expect(again.error).toMatch(/used already or has expired/);
});

test('one address cannot try many accounts', async () => {
  const flooded = await startTestWeb({ env: { TRUST_PROXY: '1' } });
  const from = { 'x-forwarded-for': '203.0.113.9' };
  const before = web;
  web = flooded;
  try {
    for (let attempt = 0; attempt < 50; attempt += 1) {
      await flooded.services.rateLimits.count('signIn', '203.0.113.9');
    }
    const refused = await signIn('credentials', { email: 'someone@example.org', password }, new Jar(), from);
    expect(refused.error).toMatch(/Too many attempts/);
    const other = await signIn('credentials', { email: 'someone@example.org', password }, new Jar(), {
      'x-forwarded-for': '203.0.113.10',
    });
    expect(other.error).toBe('The e-mail address or the password is wrong.');
  } finally {
    web = before;
    await flooded.stop();
  }
});

test('without a proxy nobody chooses their own address', async () => {
  for (let attempt = 0; attempt < 29; attempt += 1) await web.services.rateLimits.count('mail', '127.0.0.1');
  const response = await fetch(`${web.url}/api/trpc/account.requestSignInLink`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [apiHeader]: '1', 'x-forwarded-for': '198.51.100.7' },
    body: JSON.stringify({ json: { email: 'someone@example.org' } }),
  });
  expect(response.status).toBe(429);
});

test('signing in leads nowhere else', async () => {
  const user = await makeSigner();
  for (const callbackUrl of ['//evil.example', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    const { body } = await signIn('credentials', { email: user.email, password, callbackUrl });
    expect(new URL(body.url ?? '', web.env.PUBLIC_URL).origin).toBe(web.env.PUBLIC_URL);
  }
});

test('an Authorization header that is no access token is refused, not ignored', async () => {
  for (const authorization of ['Bearer x', 'Bearer', '%%%', `Bearer ${'x'.repeat(43)}`, `Bearer ${'x'.repeat(5000)}`]) {
    const response = await fetch(`${web.url}/api/trpc/account.me`, { headers: { authorization } });
    expect(response.status).toBe(401);
  }
});

test('a program with an access token acts as its person, but does not reach the account', async () => {
  const { db } = web.services;
  const user = await makeSigner();
  const project = await makeProject(db, { ownerId: user.id, title: 'Tides' });
  await makeProject(db, { ownerId: (await makeUser(db)).id, title: 'Elsewhere' });
  const api = web.apiOf(await web.cookieOf(user));
  const { id, token } = await api.account.addAccessToken.mutate({ name: 'Studio' });
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json', [apiHeader]: '1' };
  const ask = (path: string) => fetch(`${web.url}/api/trpc/${path}`, { headers });
  const tell = (path: string, json: unknown) =>
    fetch(`${web.url}/api/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify({ json }) });

  const listed = await (await ask('projects.list')).text();
  expect(listed).toContain('Tides');
  expect(listed).not.toContain('Elsewhere');
  const added = await tell('songs.add', { projectId: project.id, title: 'Ebb' });
  expect(added.status).toBe(200);
  for (const path of ['account.changePassword', 'account.addAccessToken', 'account.signOutEverywhere']) {
    expect((await tell(path, { name: 'More', next: password })).status).toBe(403);
  }
  expect((await ask('account.listAccessTokens')).status).toBe(403);
  expect((await ask('account.me')).status).toBe(200);
  const picture = { method: 'POST', headers, body: 'x' };
  expect((await fetch(`${web.url}/account/picture`, picture)).status).toBe(403);

  await api.account.revokeAccessToken.mutate({ tokenId: id });
  // Not as somebody who is not signed in either, nor by a cookie beside it.
  expect((await ask('account.me')).status).toBe(401);
  const both = await fetch(`${web.url}/api/trpc/account.me`, {
    headers: { ...headers, cookie: await web.cookieOf(user) },
  });
  expect(both.status).toBe(401);
});
