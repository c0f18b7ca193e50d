import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createPrismaClient, type Prisma, type PrismaClient } from '@sweetspot/prisma';
import {
  makeGuest,
  makeMember,
  makeProject,
  makeShareLink,
  makeSong,
  makeUser,
  makeVersion,
} from '@sweetspot/prisma/seed';
import { createTestDatabase } from '@sweetspot/prisma/testing';
import { type Actor, AppError, type ErrorCode } from '@sweetspot/protocol';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { Context } from '../context.ts';
import type { Queue } from '../queue/queue.ts';
import { createFsStorage } from '../storage/fs-storage.ts';

export type TestCore = {
  db: PrismaClient;
  databaseUrl: string;
  /** A context for somebody; time stands still at `clock.at` until a test moves it or something waits. */
  as(actor: Actor | { id: string; email: string } | { id: string; shareLinkId: string }): Context;
  clock: { at: Date };
  end(): Promise<void>;
};

/** What use cases need, on a database and a folder of their own. Jobs are tested where the queue is. */
export async function createTestCore(): Promise<TestCore> {
  const database = await createTestDatabase();
  const folder = await mkdtemp(join(tmpdir(), 'sweetspot-core-test-'));
  const db = createPrismaClient(database.url);
  const clock = { at: new Date() };
  return {
    db,
    databaseUrl: database.url,
    clock,
    as: (actor) => ({
      db,
      actor: actorOf(actor),
      storage: createFsStorage({ directory: folder }),
      queue: noQueue,
      clock: {
        now: () => clock.at,
        wait: async (ms) => {
          clock.at = new Date(clock.at.getTime() + ms);
        },
      },
      log: pino({ level: 'silent' }),
      baseUrl: 'https://sweetspot.example',
    }),
    end: async () => {
      await db.$disconnect();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const refuse = () => {
  throw new Error('these use cases add no jobs');
};
const noQueue: Queue = { enqueue: refuse, handOver: refuse };

function actorOf(actor: Parameters<TestCore['as']>[0]): Actor {
  if ('kind' in actor) return actor;
  return 'email' in actor ? { kind: 'user', userId: actor.id } : { kind: 'guest', guestIds: [actor.id] };
}

/** A project with one person of every role, two songs and two mixes, and a stranger with a project of their own. */
export async function makeCast(db: PrismaClient, link: Partial<Prisma.ShareLinkUncheckedCreateInput> = {}) {
  const [artist, engineer, client, stranger] = await Promise.all(
    ['Ada', 'Ben', 'Cleo', 'Stan'].map((name) => makeUser(db, { name })),
  );
  if (!artist || !engineer || !client || !stranger) throw new Error('four users were made');
  const project = await makeProject(db, { ownerId: artist.id, title: 'Tides' });
  const engineerMember = await makeMember(db, { projectId: project.id, userId: engineer.id, role: 'engineer' });
  const clientMember = await makeMember(db, { projectId: project.id, userId: client.id, role: 'client' });
  const song = await makeSong(db, { projectId: project.id, title: 'Harbour', stage: 'mixing' });
  const otherSong = await makeSong(db, { projectId: project.id, title: 'Lighthouse' });
  const mix1 = await makeVersion(db, { songId: song.id });
  const mix2 = await makeVersion(db, { songId: song.id });
  const otherMix = await makeVersion(db, { songId: otherSong.id });
  const shareLink = await makeShareLink(db, {
    projectId: project.id,
    createdById: artist.id,
    songId: song.id,
    ...link,
  });
  const guest = await makeGuest(db, { shareLinkId: shareLink.id, name: 'Gil' });
  const foreignProject = await makeProject(db, { ownerId: stranger.id, title: 'Elsewhere' });
  const foreignSong = await makeSong(db, { projectId: foreignProject.id, title: 'Desert' });
  const foreignMix = await makeVersion(db, { songId: foreignSong.id });
  return {
    artist,
    engineer,
    client,
    stranger,
    guest,
    project,
    engineerMember,
    clientMember,
    song,
    otherSong,
    mix1,
    mix2,
    otherMix,
    shareLink,
    foreignProject,
    foreignSong,
    foreignMix,
  };
}

/** Expects an AppError of a code, and answers it. */
export async function expectError(promise: Promise<unknown>, code: ErrorCode): Promise<AppError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(AppError);
  expect(error).toMatchObject({ code });
  return error as AppError;
}
