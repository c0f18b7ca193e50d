import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { apiHeader, maxBatchSize } from '@sweetspot/protocol/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { startTestWeb, type TestWeb } from '../testing/start-test-web.ts';
import { createHttpServer } from './create-http-server.ts';

let web: TestWeb;
let cookie: string;
beforeAll(async () => {
  web = await startTestWeb();
  cookie = await web.cookieOf((await makeBand(web.services.db)).artist);
});
afterAll(() => web.stop());

const call = (path: string, init: RequestInit & { headers?: Record<string, string> } = {}) =>
  fetch(`${web.url}${path}`, { redirect: 'manual', ...init, headers: { cookie, ...init.headers } });

/** Sends a request as it is, which `fetch` would tidy up; answers the first piece of the answer. */
async function raw(url: string, head: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${head}\r\nconnection: close\r\n\r\n`);
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return answer.toString();
}

test('healthy while the database answers', async () => {
  expect(await (await call('/healthz')).json()).toEqual({ status: 'ok' });
});

test('every answer says that it is not to be framed, guessed at or kept', async () => {
  const { headers } = await call('/api/trpc/account.me');
  expect(headers.get('x-content-type-options')).toBe('nosniff');
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('referrer-policy')).toBe('same-origin');
  expect(headers.get('cache-control')).toBe('no-store');
});

const signOut = '/api/trpc/account.signOutEverywhere';

test('a foreign page can execute nothing, not even what needs no input', async () => {
  const form = new FormData();
  form.set('x', 'y');
  const foreign: RequestInit[] = [
    { method: 'POST', body: form },
    { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } },
    { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', [apiHeader]: '1', origin: 'https://evil.example' },
    },
    { method: 'POST', body: '{}', headers: { 'content-type': 'application/json', [apiHeader]: '1', origin: 'null' } },
    {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', [apiHeader]: '1', 'sec-fetch-site': 'cross-site' },
    },
    {
      method: 'POST',
      body: '{}',
      headers: { 'content-type': 'application/json', [apiHeader]: '1', 'sec-fetch-site': 'same-site' },
    },
    { method: 'GET' },
  ];
  for (const init of foreign) {
    const response = await call(signOut, init as RequestInit & { headers?: Record<string, string> });
    expect(response.status).toBeGreaterThanOrEqual(400);
  }
  expect(await web.apiOf(cookie).account.me.query()).not.toBeNull();
});

test('a batch is no way around limits', async () => {
  const paths = Array.from({ length: maxBatchSize + 1 }, () => 'account.me').join(',');
  const input = encodeURIComponent('{}');
  expect((await call(`/api/trpc/${paths}?batch=1&input=${input}`)).status).toBe(400);
});

test('an error tells its code and sentence and nothing of the server', async () => {
  const response = await call(`/api/trpc/songs.get?input=${encodeURIComponent('{"json":{"songId":"x"}}')}`);
  expect(response.status).toBe(400);
  const { error } = (await response.json()) as { error: { json: { message: string; data: object } } };
  expect(error.json.data).toMatchObject({ appCode: 'bad_input' });
  expect(error.json.data).toHaveProperty('fields.songId');
  expect(JSON.stringify(error)).not.toMatch(/stack|node_modules|\.ts:/);
});

test('__proto__ in an input is data', async () => {
  const body = '{"json":{"name":"Ada","__proto__":{"admin":true}}}';
  const headers = { 'content-type': 'application/json', [apiHeader]: '1' };
  await call('/api/trpc/account.updateProfile', { method: 'POST', body, headers });
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test('a body beyond a megabyte is refused', async () => {
  const headers = { 'content-type': 'application/json', [apiHeader]: '1' };
  const body = JSON.stringify({ json: { name: 'x'.repeat(2_000_000) } });
  expect((await call('/api/trpc/account.updateProfile', { method: 'POST', body, headers })).status).toBe(413);
});

test.each(['//evil.example/media', '/media//files', '/media/files/%2e%2e/original', '/api/nothing', '/uploads/..'])(
  '%s leads nowhere',
  async (path) => {
    expect(await raw(web.url, `GET ${path} HTTP/1.1\r\nhost: localhost`)).toMatch(/^HTTP\/1\.1 40[45] /);
  },
);

test('the page of a thing that is not there, or not for who asks, is a 404 from its first byte', async () => {
  const { db } = web.services;
  const band = await makeBand(db);
  const stranger = await web.cookieOf((await makeBand(db)).artist);
  const server = createHttpServer(web.services, (_request, response) => Promise.resolve(void response.end('a page')));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const statusOf = async (path: string, as: string) =>
    (await fetch(`${origin}${path}`, { headers: { cookie: as }, redirect: 'manual' })).status;
  try {
    const owner = await web.cookieOf(band.artist);
    for (const path of [`/songs/${band.song.id}`, `/projects/${band.project.id}`]) {
      expect(await statusOf(path, owner)).toBe(200);
      expect(await statusOf(path, stranger)).toBe(404);
      expect(await statusOf(path, '')).toBe(200); // The page itself asks them to sign in.
    }
    for (const path of ['/songs/nothing', `/songs/${band.project.id}`, '/projects/%20', '/songs/%ff', '/%']) {
      expect(await statusOf(path, owner)).toBe(404);
    }
  } finally {
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }
});

test('a known address by another method says which ones it has', async () => {
  const response = await call('/healthz', { method: 'POST' });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe('GET');
});

test('the outbox is read whole by who sits at the machine alone', async () => {
  const local = await startTestWeb({ env: { PUBLIC_URL: 'http://localhost:3000' } });
  try {
    const band = await makeBand(local.services.db);
    const invited = 'nele@example.org';
    const artist = await local.cookieOf(band.artist);
    await local.apiOf(artist).invitations.add.mutate({ projectId: band.project.id, email: invited, role: 'client' });
    await local.apiOf('').account.requestPasswordReset.mutate({ email: band.artist.email });
    const engineer = await local.cookieOf(band.engineer);
    const read = async (headers: Record<string, string>) => {
      const response = await fetch(`${local.url}/api/trpc/outbox.list`, { headers });
      const body = (await response.json()) as { result?: { data: { json: { recipient: string }[] } } };
      return body.result?.data.json.map(({ recipient }) => recipient) ?? response.status;
    };
    expect(await read({})).toEqual([band.artist.email, invited]);
    // A proxy on the same machine connects from there as well.
    const throughProxy = { 'x-forwarded-for': '203.0.113.7' };
    expect(await read(throughProxy)).toBe(404);
    expect(await read({ ...throughProxy, cookie: engineer })).toEqual([]);
    // The links of accounts stay hidden from who is signed in; their own invitations can be handed on.
    expect(await read({ ...throughProxy, cookie: artist })).toEqual([invited]);
  } finally {
    await local.stop();
  }
});

test('the outbox of an installation for others is not opened by a connection from its own machine', async () => {
  expect((await call('/api/trpc/outbox.list', { headers: { cookie: '' } })).status).toBe(404);
});

test('the outbox is not opened under a name that a foreign site gave this machine', async () => {
  const local = await startTestWeb({ env: { PUBLIC_URL: 'http://localhost:3000' } });
  try {
    const answer = await raw(local.url, 'GET /api/trpc/outbox.list HTTP/1.1\r\nhost: evil.example:3000');
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
  } finally {
    await local.stop();
  }
});

test('there is no outbox once mail is sent', async () => {
  const env = { SMTP_URL: 'smtp://localhost:2525', PUBLIC_URL: 'http://localhost:3000' };
  const mailing = await startTestWeb({ env });
  try {
    expect((await fetch(`${mailing.url}/api/trpc/outbox.list`)).status).toBe(404);
  } finally {
    await mailing.stop();
  }
});
