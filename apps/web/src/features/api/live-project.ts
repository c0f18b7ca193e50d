import {
  type Ack,
  type JobView,
  type Presence,
  type ProjectEventView,
  type PushedEvent,
  type ServerMessage,
  serverMessages,
} from '@sweetspot/protocol';
import type { z } from 'zod';
import {
  type EventStep,
  type EventStream,
  noteNewestSeq,
  openEventStream,
  receiveAnswer,
  receiveEvent,
} from './event-stream.ts';
import type { ProjectSocket } from './project-socket.ts';

export type LiveState = {
  /** `ended`: access was taken away; the page should leave. */
  connection: 'connecting' | 'live' | 'offline' | 'ended';
  /** Who is here, this tab included. */
  people: readonly Presence[];
  /** Which of them is this tab; null while not connected. */
  socketId: string | null;
  /** Jobs that said how far they are since the page was opened, by id. */
  jobs: ReadonlyMap<string, JobView>;
};

/** Where this person is; the server keeps ten a second, so nothing more is sent. */
export type Place = Pick<Presence, 'songId' | 'versionId' | 'atSample'>;

export type LiveProjectOptions = {
  projectId: string;
  /** `lastSeq` of the view that the page was loaded with. */
  sinceSeq: number;
  socket: ProjectSocket;
  /** `events.since`: what came after a number, at most `eventsPerAnswer`. */
  fetchSince: (input: { projectId: string; seq: number; limit: number }) => Promise<readonly ProjectEventView[]>;
  /** Each visible event once, in order; what it brings along is missing where it was asked for later. */
  onEvent: (event: PushedEvent) => void;
};

export const eventsPerAnswer = 500;
const placeEveryMs = 100;
const askAgainMs = 2_000;

/**
 * One project, live: joins its room, hands on its events in order and without loss, and keeps who is here and how far
 * jobs are. On (re)joining it listens first, then asks for what it missed; what comes twice is dropped by number.
 */
export class LiveProject {
  #state: LiveState = { connection: 'connecting', people: [], socketId: null, jobs: new Map() };
  #stream: EventStream;
  #asking = false;
  #closed = false;
  #place: Place | undefined;
  #placeTimer: ReturnType<typeof setTimeout> | undefined;
  #askTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #options: LiveProjectOptions;
  readonly #listeners = new Set<() => void>();
  readonly #release: (() => void)[] = [];

  constructor(options: LiveProjectOptions) {
    this.#options = options;
    this.#stream = openEventStream(options.projectId, options.sinceSeq);
    const { socket, projectId } = options;

    this.#on('project:event', (event) => {
      if (event.projectId === projectId) this.#take(receiveEvent(this.#stream, event.seq, event));
    });
    this.#on('project:hidden', (body) => {
      if (body.projectId === projectId) this.#take(receiveEvent(this.#stream, body.seq, null));
    });
    this.#on('presence:list', (body) => {
      if (body.projectId === projectId) this.#set({ people: body.people });
    });
    this.#on('job:progress', (job) => {
      if (job.projectId === projectId) this.#set({ jobs: new Map(this.#state.jobs).set(job.id, job) });
    });
    this.#on('access:ended', (body) => {
      if (body.projectId === null || body.projectId === projectId) this.#set({ connection: 'ended' });
    });
    const join = () => this.#join();
    const lost = () => {
      if (this.#state.connection !== 'ended') this.#set({ connection: 'offline', people: [] });
    };
    const refused = (error: Error & { data?: { code?: string } }) => {
      if (error.data?.code === 'not_signed_in') return this.#set({ connection: 'ended' });
      lost();
      // A network that is away is tried again by the socket itself; a server that said no is not.
      if (!socket.active) this.#askTimer = setTimeout(() => socket.connect(), askAgainMs);
    };
    socket.on('connect', join);
    socket.on('disconnect', lost);
    socket.on('connect_error', refused);
    this.#release.push(
      () => socket.off('connect', join),
      () => socket.off('disconnect', lost),
      () => socket.off('connect_error', refused),
    );
    if (socket.connected) join();
    else socket.connect();
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  getState = (): LiveState => this.#state;

  /** Tells the others where this person is. */
  setPlace = (place: Place): void => {
    this.#place = place;
    this.#placeTimer ??= setTimeout(() => {
      this.#placeTimer = undefined;
      this.#sendPlace();
    }, placeEveryMs);
  };

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const release of this.#release) release();
    clearTimeout(this.#placeTimer);
    clearTimeout(this.#askTimer);
    this.#listeners.clear();
    const { socket, projectId } = this.#options;
    if (socket.connected) socket.emit('project:leave', { projectId }, () => undefined);
  }

  #on<M extends ServerMessage>(message: M, handle: (body: z.infer<(typeof serverMessages)[M]>) => void): void {
    const socket = this.#options.socket as unknown as {
      on(name: string, listener: (body: unknown) => void): void;
      off(name: string, listener: (body: unknown) => void): void;
    };
    const listener = (body: unknown) => {
      const parsed = serverMessages[message].safeParse(body);
      // A server of another release may say more than this page understands; the page asks again on its next load.
      if (parsed.success) handle(parsed.data as z.infer<(typeof serverMessages)[M]>);
      else console.warn(`A "${message}" message could not be read.`);
    };
    socket.on(message, listener);
    this.#release.push(() => socket.off(message, listener));
  }

  #join(): void {
    const { socket, projectId } = this.#options;
    socket.emit('project:join', { projectId }, (answer: Ack<{ lastSeq: number; people: Presence[] }>) => {
      if (this.#closed) return;
      if (!answer.ok) {
        if (answer.code === 'not_found' || answer.code === 'not_signed_in') this.#set({ connection: 'ended' });
        else this.#askTimer = setTimeout(() => socket.connected && this.#join(), askAgainMs);
        return;
      }
      this.#set({ connection: 'live', people: answer.people, socketId: socket.id ?? null });
      this.#take(noteNewestSeq(this.#stream, answer.lastSeq));
      this.#sendPlace();
    });
  }

  #sendPlace(): void {
    const { socket, projectId } = this.#options;
    if (!this.#place || this.#state.connection !== 'live') return;
    socket.emit('presence:set', { projectId, ...this.#place }, () => undefined);
  }

  #take({ stream, ready, missingAfter }: EventStep): void {
    this.#stream = stream;
    for (const event of ready) {
      if (event.type === 'job.changed') this.#forgetProgress(String(event.payload['jobId']));
      this.#options.onEvent(event);
    }
    if (missingAfter !== null && !this.#asking && !this.#closed) void this.#ask();
  }

  /** A job that changed its state is fetched anew; the progress of before must not stand over that. */
  #forgetProgress(jobId: string): void {
    if (!this.#state.jobs.has(jobId)) return;
    const jobs = new Map(this.#state.jobs);
    jobs.delete(jobId);
    this.#set({ jobs });
  }

  async #ask(): Promise<void> {
    this.#asking = true;
    const { projectId, fetchSince } = this.#options;
    const { appliedSeq, knownSeq } = this.#stream;
    let answered: readonly ProjectEventView[];
    try {
      answered = await fetchSince({ projectId, seq: appliedSeq, limit: eventsPerAnswer });
    } catch {
      // The network is away or the server restarts; what is missing stays missing until an answer comes.
      if (!this.#closed) this.#askTimer = setTimeout(() => void this.#ask(), askAgainMs);
      return;
    }
    this.#asking = false;
    if (this.#closed) return;
    const complete = answered.length < eventsPerAnswer;
    this.#take(receiveAnswer(this.#stream, answered, { knownWhenAsked: knownSeq, complete }));
  }

  #set(change: Partial<LiveState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
