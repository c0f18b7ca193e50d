import { apiHeader } from '@sweetspot/protocol/api';
import superjson from 'superjson';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { expectedCalls } from './testing/access/expected-calls.ts';
import { makeScene, type Scene } from './testing/access/make-scene.ts';
import { startTestWeb, type TestWeb } from './testing/start-test-web.ts';
import { appRouter } from './trpc/app-router.ts';

/** Every field of every procedure with something in it that nobody sends by accident: an answer, never a crash. */

let web: TestWeb;
let scene: Scene;
beforeAll(async () => {
  web = await startTestWeb();
  scene = await makeScene(web);
});
afterAll(() => web.stop());

const procedures = appRouter._def.procedures as unknown as Record<string, { _def: { type: 'query' | 'mutation' } }>;

/** These end what the next call needs. */
const final = ['account.changePassword', 'account.signOutEverywhere', 'members.leave', 'projects.remove'];

const hostile: readonly unknown[] = [
  'a\0b',
  '\ud800',
  '\u202e\u2066',
  '../../etc/passwd',
  null,
  -1,
  0.5,
  Number.NaN,
  2 ** 53,
  1n << 70n,
  new Date(8.64e15),
  [],
  { length: -1 },
];

/** An input with each of its fields in turn, and itself, as something else. */
function* mutationsOf(input: unknown): Generator<unknown> {
  yield* hostile;
  if (input === null || typeof input !== 'object' || input instanceof Date) return;
  for (const [key, value] of Object.entries(input)) {
    for (const other of mutationsOf(value)) {
      yield Array.isArray(input) ? input.with(Number(key), other) : { ...input, [key]: other };
    }
  }
}

async function statusOf(name: string, input: unknown): Promise<number> {
  const serialized = JSON.stringify(superjson.serialize(input));
  const isQuery = procedures[name]!._def.type === 'query';
  const query = isQuery ? `?input=${encodeURIComponent(serialized)}` : '';
  const response = await fetch(`${web.url}/api/trpc/${name}${query}`, {
    method: isQuery ? 'GET' : 'POST',
    headers: { cookie: scene.cookies.artist, [apiHeader]: '1', 'content-type': 'application/json' },
    body: isQuery ? undefined : serialized,
  });
  await response.arrayBuffer();
  return response.status;
}

const names = Object.keys(expectedCalls).filter((name) => !final.includes(name));
test.each(names)('%s', { timeout: 120_000 }, async (name) => {
  const crashes: unknown[] = [];
  for (const input of mutationsOf(expectedCalls[name]!.input(scene))) {
    if ((await statusOf(name, input)) >= 500) crashes.push(input);
  }
  expect(crashes).toEqual([]);
});
