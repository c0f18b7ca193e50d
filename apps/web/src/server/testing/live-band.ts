import { randomUUID } from 'node:crypto';
import type { Ack, ClientMessage, Presence, PushedEvent } from '@sweetspot/protocol';
import { io } from 'socket.io-client';
import { LiveProject } from '../../features/api/live-project.ts';
import type { ProjectSocket } from '../../features/api/project-socket.ts';
import { makeBand } from './make-band.ts';
import { makeTestDisk, startTestWeb } from './start-test-web.ts';

/** Sends anything under any name and waits for the answer. */
export const ask = (socket: ProjectSocket, name: ClientMessage | string, body: unknown) =>
  (socket as unknown as { timeout(ms: number): { emitWithAck(name: string, body: unknown): Promise<unknown> } })
    .timeout(15_000)
    .emitWithAck(name, body) as Promise<Ack<{ lastSeq: number; people: Presence[] }>>;

/** A server with its live side, a band that every test renews, and sockets as browsers open them. */
export async function startLiveBand() {
  const disk = await makeTestDisk();
  const web = await startTestWeb({ disk });
  const opened: { close(): void }[] = [];
  const newBand = async () => {
    const band = await makeBand(web.services.db);
    return { band, artist: await web.cookieOf(band.artist), engineer: await web.cookieOf(band.engineer) };
  };
  const given = await newBand();

  /** A socket as a browser of somebody opens it. */
  function connect(cookie: string, options: { url?: string; origin?: string } = {}): ProjectSocket {
    const { url = web.url, origin = url } = options;
    const socket: ProjectSocket = io(url, {
      path: '/socket',
      transports: ['websocket'],
      forceNew: true,
      reconnectionDelay: 10,
      reconnectionDelayMax: 50,
      extraHeaders: { cookie, origin },
    });
    opened.push(socket);
    return socket;
  }

  async function join(cookie: string, options?: { url?: string }) {
    const socket = connect(cookie, options);
    const events: PushedEvent[] = [];
    const hidden: number[] = [];
    socket.on('project:event', (event) => events.push(event));
    socket.on('project:hidden', ({ seq }) => hidden.push(seq));
    const answer = await ask(socket, 'project:join', { projectId: given.band.project.id });
    return { socket, events, hidden, answer };
  }

  async function addComment(as: string, versionId: string, more: { visibility?: 'everyone' | 'team' } = {}) {
    const id = randomUUID();
    await web.apiOf(as).comments.add.mutate({ id, versionId, body: 'Louder.', visibility: 'everyone', ...more });
    return id;
  }

  function openLive(socket: ProjectSocket, cookie: string) {
    const seqs: number[] = [];
    const project = new LiveProject({
      projectId: given.band.project.id,
      sinceSeq: 0,
      socket,
      fetchSince: (input) => web.apiOf(cookie).events.since.query(input),
      onEvent: ({ seq }) => seqs.push(seq),
    });
    opened.push(project);
    return { project, seqs };
  }

  return Object.assign(given, {
    disk,
    web,
    connect,
    join,
    addComment,
    openLive,
    /** Another band for the next test. */
    renew: async () => Object.assign(given, await newBand()),
    /** Closes what was opened. */
    close() {
      for (const each of opened.splice(0)) each.close();
    },
    async end() {
      await web.stopServer();
      await disk.remove();
    },
  });
}
