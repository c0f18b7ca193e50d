import { setTimeout as delay } from 'node:timers/promises';
import type { PrismaClient } from '@sweetspot/prisma';
import type { Actor } from '@sweetspot/protocol';
import type { Logger } from 'pino';
import type { Queue } from './queue/queue.ts';
import type { Storage } from './storage/storage.ts';

/** A transaction or the client itself: what a helper below a use case needs. */
export type Db = Omit<PrismaClient, '$connect' | '$disconnect' | '$on' | '$transaction' | '$extends' | '$use'>;

export type Clock = { now(): Date; wait(ms: number): Promise<void> };
export const systemClock: Clock = { now: () => new Date(), wait: (ms) => delay(ms) };

/** Everything a use case works with, handed in, never imported. */
export type Context = {
  db: PrismaClient;
  actor: Actor;
  storage: Storage;
  queue: Queue;
  clock: Clock;
  log: Logger;
  /** Public address of this installation, without a trailing slash; links in mails begin with it. */
  baseUrl: string;
};
