import { exampleDerived } from '@sweetspot/core/testing/example-derived';
import { makeVersion } from '@sweetspot/prisma/seed';
import { blindSoundSchema } from '@sweetspot/protocol';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeBand } from '../testing/make-band.ts';
import { startTestWeb, type TestWeb } from '../testing/start-test-web.ts';

let web: TestWeb;
let band: Awaited<ReturnType<typeof makeBand>>;
let cookie: string;
beforeAll(async () => {
  web = await startTestWeb();
  band = await makeBand(web.services.db);
  cookie = await web.cookieOf(band.artist);
});
afterAll(() => web.stop());

async function makeStoredMix(letter: string) {
  const { storage, db } = web.services;
  const sha256 = letter.repeat(64);
  const derived = exampleDerived(sha256, 1);
  await storage.putBytes(`${derived.segments.keyPrefix}/00000.flac`, Buffer.from(`the sound of ${letter}`));
  return makeVersion(db, { songId: band.song.id, file: { sha256, derived, analysis: exampleAnalysis() } });
}
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`${web.url}${path}`, { headers: { cookie, ...headers } });

test('a letter gives the sound of its version, and nothing in the answer names that', async () => {
  const mixes = [await makeStoredMix('1'), await makeStoredMix('2')];
  const test = await web
    .apiOf(cookie)
    .blindTests.startAbx.mutate({ songId: band.song.id, versionIds: mixes.map(({ id }) => id), trialCount: 8 });
  const base = `/media/blind/${test.id}/files`;
  const bodies: string[] = [];
  const tags = new Set<string | null>();
  for (const alias of ['a', 'b', 'x1']) {
    const segment = await get(`${base}/${alias}/segments/00000.flac`);
    expect(segment.status).toBe(200);
    bodies.push(await segment.text());
    tags.add(segment.headers.get('etag'));
    const layout = await get(`${base}/${alias}/layout`);
    const text = await layout.text();
    blindSoundSchema.strict().parse(JSON.parse(text));
    const told = text + JSON.stringify([...segment.headers]) + JSON.stringify([...layout.headers]);
    for (const { id, fileId, file } of mixes)
      for (const secret of [id, fileId, file.sha256, file.originalName]) expect(told).not.toContain(secret);
    const again = await get(`${base}/${alias}/segments/00000.flac`, { 'if-none-match': segment.headers.get('etag')! });
    expect(again.status).toBe(304);
  }
  expect(bodies.slice(0, 2).sort()).toEqual(['the sound of 1', 'the sound of 2']);
  expect(bodies.slice(0, 2)).toContain(bodies[2]);
  // What a browser keeps of X is not kept as A or B.
  expect(tags.size).toBe(3);
  for (const path of [
    'x2/layout',
    'c/layout',
    'a/segments/00001.flac',
    'a/segments/00000.wav',
    'a/original',
    'a/peaks',
  ])
    expect((await get(`${base}/${path}`)).status).toBe(404);
});
