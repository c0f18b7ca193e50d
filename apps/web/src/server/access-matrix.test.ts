import { clientMessages, type ErrorCode, httpStatus } from '@sweetspot/protocol';
import { apiHeader } from '@sweetspot/protocol/api';
import { io } from 'socket.io-client';
import superjson from 'superjson';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { routeName } from './http/route.ts';
import { routes } from './http/routes.ts';
import { type ActorKind, actorKinds, defaultOutcome } from './testing/access/actors.ts';
import { type CallRow, expectedCalls, type Outcome } from './testing/access/expected-calls.ts';
import { expectedMessages } from './testing/access/expected-messages.ts';
import { expectedRoutes, type RouteRow } from './testing/access/expected-routes.ts';
import { makeScene, type Scene } from './testing/access/make-scene.ts';
import { startTestWeb, type TestWeb } from './testing/start-test-web.ts';
import { appRouter } from './trpc/app-router.ts';

/**
 * Everybody at every door: each procedure, route, media URL and socket message, called by each kind of actor on a running
 * server with real cookies. What they get is compared with tables that were written by hand (testing/access/).
 */

let web: TestWeb;
/** For doors that change nothing. */
let shared: Scene;
beforeAll(async () => {
  web = await startTestWeb();
  shared = await makeScene(web);
});
afterAll(() => web.stop());

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>;

test('every procedure, route and message has a row, and every row has its door', () => {
  expect(Object.keys(expectedCalls).sort()).toEqual(Object.keys(procedures).sort());
  const doors = new Set(routes.map(routeName));
  expect(new Set(Object.keys(expectedRoutes).map((name) => name.replace(/ of a .*$/, '')))).toEqual(doors);
  expect(Object.keys(expectedMessages).sort()).toEqual(Object.keys(clientMessages).sort());
});

function outcomeFor<T extends string>(
  outcomes: Partial<Record<T, readonly ActorKind[]>>,
  actor: ActorKind,
): T | ErrorCode {
  const named = (Object.entries(outcomes) as [T, readonly ActorKind[]][]).filter(([, actors]) =>
    actors.includes(actor),
  );
  expect(named.length, `${actor} is named once at most`).toBeLessThan(2);
  return named[0]?.[0] ?? defaultOutcome(actor);
}

/** Calls a procedure as the network sees it; answers its error code, or `ok` and the body. */
async function callAs(cookie: string, name: string, input: unknown): Promise<{ got: string; body: string }> {
  const serialized = JSON.stringify(superjson.serialize(input));
  const isQuery = procedures[name]!._def.type === 'query';
  const query = isQuery ? `?input=${encodeURIComponent(serialized)}` : '';
  const response = await fetch(`${web.url}/api/trpc/${name}${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { cookie, [apiHeader]: '1', ...(isQuery ? {} : { 'content-type': 'application/json' }) },
    body: isQuery ? undefined : serialized,
  });
  const body = await response.text();
  const parsed = JSON.parse(body) as { error?: { json: { data: { appCode: string }; message: string } } };
  return { got: parsed.error ? parsed.error.json.data.appCode : 'ok', body };
}

async function checkCall(scene: Scene, name: string, row: CallRow, actor: ActorKind): Promise<void> {
  const expected = outcomeFor<Outcome>(row.outcomes, actor);
  const { got, body } = await callAs(scene.cookies[actor], name, row.input(scene));
  expect({ actor, got }, body.slice(0, 300)).toEqual({ actor, got: expected === 'nothing' ? 'ok' : expected });
  const { project, song, otherSong } = scene;
  const isMentioned = [project, song, otherSong].some(({ id }) => body.includes(id));
  if (row.lists && got === 'ok') expect({ actor, isMentioned }).toEqual({ actor, isMentioned: expected === 'ok' });
}

describe('procedures', () => {
  test.each(Object.entries(expectedCalls))('%s', { timeout: 120_000 }, async (name, row) => {
    const isQuery = procedures[name]?._def.type === 'query';
    const passing = (actor: ActorKind) => outcomeFor<Outcome>(row.outcomes, actor) === 'ok';
    let scene = isQuery ? shared : await makeScene(web);
    // Who is refused goes first: it must not have changed anything for who is let in.
    for (const actor of actorKinds) if (!passing(actor)) await checkCall(scene, name, row, actor);
    let first = true;
    for (const actor of actorKinds) {
      if (!passing(actor)) continue;
      if (row.once && !first) scene = await makeScene(web);
      first = false;
      await checkCall(scene, name, row, actor);
    }
  });
});

function statusFor(row: RouteRow, actor: ActorKind): number {
  const named = Object.entries(row.statuses).filter(([, actors]) => actors?.includes(actor));
  expect(named.length, `${actor} is named once at most`).toBeLessThan(2);
  return named[0] ? Number(named[0][0]) : httpStatus(defaultOutcome(actor));
}

describe('routes', () => {
  test.each(Object.entries(expectedRoutes))('%s', { timeout: 120_000 }, async (name, row) => {
    const [method = ''] = name.split(' ');
    for (const actor of actorKinds) {
      const scene = method === 'GET' ? shared : await makeScene(web);
      const request = (verb: string, path: string, headers: Record<string, string>, body?: string) =>
        fetch(`${web.url}${path}`, { method: verb, headers, body, redirect: 'manual' });
      if (/^(HEAD|PATCH|DELETE) \/uploads/.test(name)) {
        const create = expectedRoutes['POST /uploads']!;
        const headers = { cookie: scene.cookies.engineer, ...create.headers?.(scene) };
        expect((await request('POST', create.path(scene), headers)).status).toBe(201);
      }
      const headers = { cookie: scene.cookies[actor], ...row.headers?.(scene) };
      const response = await request(method, row.path(scene), headers, row.body);
      const body = await response.text();
      expect({ actor, status: response.status }, body.slice(0, 300)).toEqual({ actor, status: statusFor(row, actor) });
    }
  });
});

describe('socket messages', () => {
  test.each(Object.entries(expectedMessages))('%s', { timeout: 120_000 }, async (name, row) => {
    for (const actor of actorKinds) {
      const socket = io(web.url, {
        path: '/socket',
        transports: ['websocket'],
        forceNew: true,
        reconnection: false,
        extraHeaders: { cookie: shared.cookies[actor] },
      });
      try {
        const refused = await new Promise<Error | null>((resolve) => {
          socket.once('connect', () => resolve(null));
          socket.once('connect_error', resolve);
        });
        const expected = outcomeFor(row.outcomes, actor);
        if (expected === 'not_signed_in') {
          expect({ actor, refused: refused?.message }).toEqual({ actor, refused: 'Sign in first.' });
          continue;
        }
        expect({ actor, refused }).toEqual({ actor, refused: null });
        if (row.afterJoining)
          await socket.timeout(15_000).emitWithAck('project:join', { projectId: shared.project.id });
        const answer = (await socket.timeout(15_000).emitWithAck(name, row.body(shared))) as {
          ok: boolean;
          code?: string;
        };
        expect({ actor, got: answer.ok ? 'ok' : answer.code }).toEqual({ actor, got: expected });
      } finally {
        socket.close();
      }
    }
  });
});

describe('ids of another project in a call about one’s own', () => {
  const mixed: Record<string, (scene: Scene) => unknown> = {
    'songs.reorder': ({ project, song, foreignSong }) => ({
      projectId: project.id,
      songIds: [song.id, foreignSong.id],
    }),
    'stems.reorder': ({ song, stem, foreignStem }) => ({ songId: song.id, stemIds: [stem.id, foreignStem.id] }),
    'comments.list': ({ song, foreignMix }) => ({ songId: song.id, versionId: foreignMix.id }),
    'comments.add': ({ foreignMix, comment }) => ({
      id: crypto.randomUUID(),
      versionId: foreignMix.id,
      parentId: comment.id,
      body: 'x',
      visibility: 'everyone',
    }),
    'renders.requestMaster': ({ song, foreignMix }) => ({
      ...(expectedCalls['renders.requestMaster']!.input(shared) as object),
      songId: song.id,
      versionId: foreignMix.id,
    }),
    'deliveries.request': ({ song, foreignMix }) => ({
      songId: song.id,
      versionId: foreignMix.id,
      formats: ['wav24'],
      metadata: {},
    }),
    'shareLinks.add': ({ project, foreignSong }) => ({
      projectId: project.id,
      scope: 'song',
      songId: foreignSong.id,
      name: 'x',
      rights: ['listen'],
      followLatest: false,
    }),
  };
  test.each(Object.entries(mixed))('%s', async (name, input) => {
    const { got } = await callAs(shared.cookies.artist, name, input(shared));
    expect(['not_found', 'bad_input', 'conflict']).toContain(got);
  });
});
