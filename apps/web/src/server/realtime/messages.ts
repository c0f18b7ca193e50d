import { loadEventReader } from '@sweetspot/core/events/load-event-reader';
import { AppError, type ClientMessage, clientMessages, notFound, type Presence } from '@sweetspot/protocol';
import type { z } from 'zod';
import { publicError } from '../http/respond.ts';
import type { Services } from '../services.ts';
import type { EventRelay } from './event-relay.ts';
import { findPerson } from './find-person.ts';
import { createMessageBudget } from './message-budget.ts';
import type { PresenceBoard } from './presence.ts';
import { type RealtimeSocket, roomOf, type SocketData } from './realtime-types.ts';

/** A tab shows one project; some keep a few. */
const projectsAtMost = 20;
/** Connections of one person in one project: what each does goes out to every other. */
const tabsAtMost = 40;

type Parts = { socket: RealtimeSocket; services: Services; presence: PresenceBoard; events: EventRelay };
type Handlers = { [M in ClientMessage]: (parts: Parts, body: z.infer<(typeof clientMessages)[M]>) => Promise<object> };

/** What a browser may ask for over the socket. Every message has its row in access-matrix.test.ts. */
const handlers: Handlers = {
  async 'project:join'(
    { socket, services, presence, events },
    { projectId },
  ): Promise<{
    lastSeq: number;
    people: Presence[];
  }> {
    const { projects, actor } = socket.data;
    if (!projects.has(projectId) && projects.size >= projectsAtMost) {
      throw new AppError('too_many', 'Too many projects are open in this tab. Close some.');
    }
    const ctx = services.contextFor(actor);
    const eventReader = await loadEventReader(ctx, projectId);
    const person = await findPerson(ctx, eventReader.reader);
    // Counted and noted in one go, so that many at once are counted as many.
    if (!projects.has(projectId) && countTabs(socket, projectId) >= tabsAtMost) {
      throw new AppError('too_many', 'This project is open in too many tabs. Close some.');
    }
    // First the room, then the number: what happens in between is then both sent and counted.
    projects.set(projectId, eventReader);
    await socket.join(roomOf(projectId));
    const lastSeq = await events.follow(projectId);
    presence.enter(socket, projectId, person);
    return { lastSeq, people: presence.listFor(eventReader) };
  },

  async 'project:leave'({ socket, presence }, { projectId }) {
    socket.data.projects.delete(projectId);
    await socket.leave(roomOf(projectId));
    presence.leave(socket.id, projectId);
    return {};
  },

  'presence:set'({ socket, presence }, { projectId, ...place }) {
    if (!socket.data.projects.has(projectId)) throw notFound('This project');
    presence.move(socket.id, projectId, place);
    return Promise.resolve({});
  },
};

/** How many connections of the same person are in a project already. */
function countTabs(socket: RealtimeSocket, projectId: string): number {
  const { actor } = socket.data;
  return [...socket.nsp.sockets.values()].filter(
    ({ data }) => data.projects.has(projectId) && isSamePerson(data.actor, actor),
  ).length;
}

function isSamePerson(one: SocketData['actor'], other: SocketData['actor']): boolean {
  if (one.kind === 'user') return other.kind === 'user' && other.userId === one.userId;
  return one.kind === 'guest' && other.kind === 'guest' && one.guestIds.some((id) => other.guestIds.includes(id));
}

const isKnown = (name: string): name is ClientMessage => Object.hasOwn(clientMessages, name);

/**
 * Parses and answers every message; what is unknown, malformed or too much gets an error and changes nothing. A
 * connection that goes on flooding is closed.
 */
export function handleMessages(parts: Parts): void {
  const { socket, services } = parts;
  const budget = createMessageBudget(() => performance.now());

  async function answer(name: string, body: unknown): Promise<object> {
    if (budget.take() !== 'ok') throw new AppError('too_many', 'Too many messages.');
    if (!isKnown(name)) throw new AppError('bad_input', 'There is no such message.');
    const parsed = clientMessages[name].safeParse(body);
    if (!parsed.success) throw new AppError('bad_input', 'This message cannot be understood.');
    const handle = handlers[name] as (parts: Parts, body: unknown) => Promise<object>;
    return handle(parts, parsed.data);
  }

  socket.onAny((name: string, ...values: unknown[]) => {
    const last = values.at(-1);
    const acknowledge = typeof last === 'function' ? (last as (answer: object) => void) : () => undefined;
    answer(name, values[0]).then(
      (answered) => acknowledge({ ok: true, ...answered }),
      (error: unknown) => {
        const shown = publicError(error);
        if (shown.code === 'internal') services.log.error({ error, name }, 'a socket message failed');
        acknowledge({ ok: false, code: shown.code, message: shown.message });
        if (budget.isExhausted()) socket.disconnect(true);
      },
    );
  });
}
