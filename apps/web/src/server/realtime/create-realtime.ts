import { randomUUID } from 'node:crypto';
import type { Server as HttpServer, IncomingMessage } from 'node:http';
import { eventChannel } from '@sweetspot/core/events/append-event';
import { jobChannels } from '@sweetspot/core/queue/job-channels';
import { listenToChannels } from '@sweetspot/core/queue/listen-to-channels';
import { type AccessEnded, AppError, accessEndedChannel, accessEndedSchema, jobViewSchema } from '@sweetspot/protocol';
import { Server } from 'socket.io';
import type { z } from 'zod';
import { identify } from '../auth/identify.ts';
import { publicError } from '../http/respond.ts';
import { isSameOrigin } from '../http/same-origin.ts';
import type { Services } from '../services.ts';
import { createAccessWatch } from './access-watch.ts';
import { createEventRelay } from './event-relay.ts';
import { relayJob } from './job-relay.ts';
import { handleMessages } from './messages.ts';
import { createPresence, presenceChannel, presenceWordSchema } from './presence.ts';
import type { RealtimeServer } from './realtime-types.ts';

export const socketPath = '/socket';

/** Links expire without a notice, and a notice can be lost while PostgreSQL restarts. */
const checkEveryMs = 30_000;

export type Realtime = {
  /** True for the upgrade requests that are handled here. */
  owns(request: IncomingMessage): boolean;
  /** Settles when the notifications of the database are heard. */
  ready: Promise<void>;
  stop(): Promise<void>;
};

/**
 * The live side: websocket only, nothing durable is ever written by it. One connection to the database hears what other
 * processes say: that a project has a new event, how far a job is, whose access ended, who is where.
 */
export async function createRealtime(services: Services, httpServer: HttpServer): Promise<Realtime> {
  const { env, log } = services;
  const io: RealtimeServer = new Server(httpServer, {
    path: socketPath,
    transports: ['websocket'],
    serveClient: false,
    destroyUpgrade: false,
    // The largest message is a place in a song; nothing of ours comes near.
    maxHttpBufferSize: 16 * 1024,
    pingInterval: 15_000,
    pingTimeout: 10_000,
    connectTimeout: 10_000,
    // Cross-origin rules do not hold for websockets: the browser's Origin is all there is.
    allowRequest: (request, decide) => decide(null, isSameOrigin(request, env)),
  });

  const processId = randomUUID();
  const presence = createPresence({ io, services, processId });
  const access = createAccessWatch({ io, services, presence });
  const events = createEventRelay({ io, services, access });

  io.use((socket, next) => {
    identify(services, socket.request.headers.cookie)
      .then(({ actor }) => {
        if (actor.kind === 'anonymous') throw new AppError('not_signed_in', 'Sign in first.');
        socket.data = { actor, projects: new Map() };
        next();
      })
      .catch((error: unknown) => {
        const shown = publicError(error);
        next(Object.assign(shown, { data: { code: shown.code } }));
      });
  });
  io.on('connection', (socket) => {
    handleMessages({ socket, services, presence, events });
    socket.on('disconnect', () => presence.forget(socket.id));
  });

  const handlers: Record<string, (payload: string) => void> = {
    [eventChannel]: (projectId) => events.notice(projectId),
    [jobChannels.progress]: parsing(jobViewSchema, (job) => relayJob(io, job)),
    [accessEndedChannel]: parsing(accessEndedSchema, (ended) => accessEnded(ended)),
    [presenceChannel]: parsing(presenceWordSchema, (word) => presence.hear(word)),
  };
  const listener = listenToChannels({
    databaseUrl: env.DATABASE_URL,
    channels: Object.keys(handlers),
    log,
    onMessage: (channel, payload) => handlers[channel]?.(payload),
    onConnected: () => {
      // Whatever was said meanwhile is lost: look at everything.
      events.noticeAll();
      void checkAll();
    },
  });
  const timer = setInterval(() => void checkAll(), checkEveryMs);
  timer.unref();

  function accessEnded(ended: AccessEnded): void {
    void access.ended(ended);
    void services.openStreams.accessEnded(ended);
  }

  async function checkAll(): Promise<void> {
    await Promise.all([access.checkAll(), services.openStreams.checkAll()]);
  }

  function parsing<T extends z.ZodType>(schema: T, handle: (value: z.infer<T>) => void) {
    return (payload: string) => {
      try {
        handle(schema.parse(JSON.parse(payload)));
      } catch (error) {
        log.error({ error, payload }, 'a notification could not be read');
      }
    };
  }

  return {
    owns: (request) => (request.url ?? '').startsWith(`${socketPath}/`),
    ready: listener.ready,
    async stop() {
      clearInterval(timer);
      await listener.stop();
      presence.stop();
      io.disconnectSockets(true);
      io.engine.close();
    },
  };
}
