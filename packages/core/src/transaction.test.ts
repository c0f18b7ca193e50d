import { Prisma } from '@sweetspot/prisma';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, expectError, makeCast, type TestCore } from './testing/create-test-core.ts';
import { changeProject, inTransaction } from './transaction.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  cast = await makeCast(core.db);
});
afterAll(() => core.end());

/** Resolves for both callers once both have called. */
function meeting(): () => Promise<void> {
  const both = Promise.withResolvers<void>();
  let present = 0;
  return () => {
    present += 1;
    if (present === 2) both.resolve();
    return both.promise;
  };
}

it('runs again what PostgreSQL ended because of a deadlock', async () => {
  const { artist, song, otherSong } = cast;
  const meet = meeting();
  let runs = 0;
  const lock = (first: string, second: string) =>
    inTransaction(core.as(artist), async ({ db }) => {
      runs += 1;
      await db.song.update({ where: { id: first }, data: { title: `after ${first}` } });
      await meet();
      await db.song.update({ where: { id: second }, data: { title: `after ${first}` } });
      return first;
    });
  expect(await Promise.all([lock(song.id, otherSong.id), lock(otherSong.id, song.id)])).toEqual([
    song.id,
    otherSong.id,
  ]);
  // What was ended may be quicker than what waits for it, and meet it in a deadlock once more.
  expect(runs).toBeGreaterThan(2);
});

it('runs again what PostgreSQL refused to serialise in a raw query', async () => {
  let runs = 0;
  const answer = await inTransaction(core.as(cast.artist), async ({ db }) => {
    runs += 1;
    if (runs < 3) await db.$executeRaw`DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`;
    return 'done';
  });
  expect([answer, runs]).toEqual(['done', 3]);
});

it('gives other errors on at once, with nothing written', async () => {
  let runs = 0;
  const work = inTransaction(core.as(cast.artist), async ({ db }) => {
    runs += 1;
    await db.song.update({ where: { id: cast.song.id }, data: { title: 'never' } });
    throw new RangeError('no');
  });
  await expect(work).rejects.toThrow(RangeError);
  expect(runs).toBe(1);
  expect((await core.db.song.findUniqueOrThrow({ where: { id: cast.song.id } })).title).not.toBe('never');
  const failing = inTransaction(core.as(cast.artist), ({ db }) => db.$executeRaw`SELECT 1/0`);
  await expect(failing).rejects.toThrow(Prisma.PrismaClientKnownRequestError);
});

it('changes a project one at a time, and not once it was removed', async () => {
  const ctx = core.as(cast.artist);
  const inside: number[] = [];
  let count = 0;
  await Promise.all(
    Array.from({ length: 8 }, () =>
      changeProject(ctx, cast.project.id, async ({ db }) => {
        count += 1;
        inside.push(count);
        await db.song.count();
        count -= 1;
      }),
    ),
  );
  expect(inside).toEqual(Array(8).fill(1));
  await core.db.project.update({ where: { id: cast.foreignProject.id }, data: { deletedAt: new Date() } });
  await expectError(
    changeProject(ctx, cast.foreignProject.id, async () => undefined),
    'not_found',
  );
});
