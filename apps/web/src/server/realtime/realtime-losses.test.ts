import { eventChannel } from '@sweetspot/core/events/append-event';
import { jobChannels } from '@sweetspot/core/queue/job-channels';
import { makeVersion } from '@sweetspot/prisma/seed';
import { accessEndedChannel } from '@sweetspot/protocol';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { ProjectSocket } from '../../features/api/project-socket.ts';
import { startLiveBand } from '../testing/live-band.ts';

const live = await startLiveBand();
beforeEach(live.renew);
afterEach(live.close);
afterAll(live.end);

/** A wire that loses, doubles and swaps what the server says of events, by a fixed pattern. */
function makeLossy(socket: ProjectSocket): ProjectSocket {
  type Listener = (body: unknown) => void;
  const raw = socket as unknown as { on(name: string, listener: Listener): void };
  const wrapped = new Map<Listener, Listener>();
  let count = 0;
  let held: (() => void) | undefined;
  return new Proxy(socket, {
    get(target, property) {
      if (property !== 'on') {
        const value = Reflect.get(target, property, target) as unknown;
        return typeof value === 'function' ? (value as (...all: unknown[]) => unknown).bind(target) : value;
      }
      return (name: string, listener: Listener) => {
        if (name !== 'project:event') return raw.on(name, listener);
        const lossy: Listener = (body) => {
          count += 1;
          const deliver = () => listener(body);
          if (count % 4 === 1) return; // lost
          if (count % 4 === 2) {
            held = deliver; // swapped with the next
            return;
          }
          deliver();
          held?.();
          held = undefined;
          if (count % 4 === 0) deliver(); // doubled
        };
        wrapped.set(listener, lossy);
        return raw.on(name, lossy);
      };
    },
  });
}

const upTo = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

test('over a wire that drops, doubles and swaps, the page gets every event once and in order', async () => {
  const version = await makeVersion(live.web.services.db, { songId: live.band.song.id });
  const { project, seqs } = live.openLive(makeLossy(live.connect(live.engineer)), live.engineer);
  await expect.poll(() => project.getState().connection).toBe('live');
  for (let count = 0; count < 30; count += 1) await live.addComment(live.artist, version.id);
  // The last may be among the lost; one more that arrives shows the gap.
  await expect
    .poll(async () => {
      await live.addComment(live.artist, version.id);
      return seqs.length;
    })
    .toBeGreaterThanOrEqual(30);
  const { lastSeq } = await live.web.services.db.project.findUniqueOrThrow({ where: { id: live.band.project.id } });
  expect(seqs).toEqual(upTo(seqs.length));
  expect(seqs.length).toBeLessThanOrEqual(Number(lastSeq));
});

test('what happens while the connection is away is there when it is back', async () => {
  const version = await makeVersion(live.web.services.db, { songId: live.band.song.id });
  const socket = live.connect(live.engineer);
  const { project, seqs } = live.openLive(socket, live.engineer);
  await expect.poll(() => project.getState().connection).toBe('live');
  await live.addComment(live.artist, version.id);
  await expect.poll(() => seqs).toEqual([1]);
  const away = new Promise((resolve) => socket.once('disconnect', resolve));
  socket.disconnect();
  await away;
  expect(project.getState().connection).toBe('offline');
  for (let count = 0; count < 5; count += 1) await live.addComment(live.artist, version.id);
  socket.connect();
  await expect.poll(() => seqs).toEqual(upTo(6));
  expect(project.getState().connection).toBe('live');
});

test('notices that PostgreSQL lost are made good when it is back', async () => {
  const version = await makeVersion(live.web.services.db, { songId: live.band.song.id });
  const { seqs } = live.openLive(live.connect(live.engineer), live.engineer);
  await live.addComment(live.artist, version.id);
  await expect.poll(() => seqs).toEqual([1]);
  await live.web.services.db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE application_name = 'sweetspot-listen' AND datname = current_database()`;
  await live.addComment(live.artist, version.id);
  await expect.poll(() => seqs).toEqual([1, 2]);
});

test('notices that cannot be read are passed over', async () => {
  const { events } = await live.join(live.engineer);
  for (const channel of ['presence', accessEndedChannel, jobChannels.progress, eventChannel]) {
    for (const payload of ['{', 'null', '{"processId":"x"}']) {
      await live.web.services.db.$executeRaw`SELECT pg_notify(${channel}, ${payload})`;
    }
  }
  const version = await makeVersion(live.web.services.db, { songId: live.band.song.id });
  await live.addComment(live.artist, version.id);
  await expect.poll(() => events.map(({ type }) => type)).toEqual(['comment.added']);
});
