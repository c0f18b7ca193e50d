import { allows } from '@sweetspot/core/access/policy';
import { grantsAt } from '@sweetspot/core/access/reader';
import { type EventReader, grantsOnVersion, readerAt } from '@sweetspot/core/events/may-know';
import { idSchema, type Presence, presenceSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import type { Services } from '../services.ts';
import { type Person, type RealtimeServer, type RealtimeSocket, socketsIn } from './realtime-types.ts';

/** PostgreSQL channel on which web processes tell each other who is where. */
export const presenceChannel = 'presence';

type Place = Pick<Presence, 'songId' | 'versionId' | 'atSample'>;

/** What one web process says to the others. */
export const presenceWordSchema = z.object({
  processId: z.uuid(),
  projectId: idSchema,
  socketId: z.string().max(100),
  /** null: gone */
  presence: presenceSchema.nullable(),
});
type Word = z.infer<typeof presenceWordSchema>;

/** A list goes out at most this often per project, and less often the more people it has to reach. */
const listEveryMs = 100;
const listEveryMsPerPerson = 5;
/** To other processes a person's place goes out at most this often. */
const tellEveryMs = 250;
/** A process says again who is with it; whom nobody has mentioned for three times as long has left without a word. */
const sayAgainMs = 10_000;

export type PresenceBoard = {
  enter(socket: RealtimeSocket, projectId: string, person: Person): void;
  move(socketId: string, projectId: string, place: Place): void;
  leave(socketId: string, projectId: string): void;
  /** The connection is gone: leaves everywhere. */
  forget(socketId: string): void;
  /** A word of another process. */
  hear(word: Word): void;
  /** Who is in a project, as far as a reader may know. */
  listFor(eventReader: EventReader): Presence[];
  stop(): void;
};

type Entry = { presence: Presence; local: boolean; heardAt: number };

/**
 * Who is here, on which version: in memory, never stored. With several web processes each tells the others through
 * PostgreSQL, so that no further server is needed; a process that hears nothing of the others simply is alone.
 */
export function createPresence(parts: { io: RealtimeServer; services: Services; processId: string }): PresenceBoard {
  const { io, services, processId } = parts;
  const boards = new Map<string, Map<string, Entry>>();
  const lists = new Map<string, NodeJS.Timeout>();
  const untold = new Map<string, NodeJS.Timeout>();

  const again = setInterval(() => {
    const now = performance.now();
    for (const [projectId, board] of boards) {
      for (const [socketId, entry] of board) {
        if (entry.local) tell({ processId, projectId, socketId, presence: entry.presence });
        else if (now - entry.heardAt > 3 * sayAgainMs) remove(projectId, socketId);
      }
    }
  }, sayAgainMs);
  again.unref();

  function put(projectId: string, presence: Presence, local: boolean): void {
    const board = boards.get(projectId) ?? new Map<string, Entry>();
    boards.set(projectId, board);
    board.set(presence.socketId, { presence, local, heardAt: performance.now() });
    sendListSoon(projectId, board.size);
  }

  function remove(projectId: string, socketId: string): boolean {
    const board = boards.get(projectId);
    if (!board?.delete(socketId)) return false;
    if (board.size === 0) boards.delete(projectId);
    sendListSoon(projectId, board.size);
    return true;
  }

  function sendListSoon(projectId: string, people: number): void {
    if (lists.has(projectId)) return;
    const send = () => {
      lists.delete(projectId);
      for (const socket of socketsIn(io, projectId)) {
        const eventReader = socket.data.projects.get(projectId);
        // Places are worth nothing a moment later: whoever is behind skips one.
        if (eventReader) socket.volatile.emit('presence:list', { projectId, people: listFor(eventReader) });
      }
    };
    lists.set(projectId, setTimeout(send, listEveryMs + people * listEveryMsPerPerson));
  }

  function listFor(known: EventReader): Presence[] {
    const eventReader = readerAt(known, services.clock.now());
    const everybody = [...(boards.get(known.reader.projectId)?.values() ?? [])];
    return everybody.flatMap(({ presence }) => shownTo(eventReader, presence) ?? []);
  }

  function tell(word: Word): void {
    services.db.$executeRaw`SELECT pg_notify(${presenceChannel}, ${JSON.stringify(word)})`.catch((error: unknown) =>
      services.log.warn({ error }, 'presence could not be told'),
    );
  }

  function tellSoon(projectId: string, socketId: string): void {
    const key = `${projectId} ${socketId}`;
    if (untold.has(key)) return;
    const send = () => {
      untold.delete(key);
      const entry = boards.get(projectId)?.get(socketId);
      if (entry?.local) tell({ processId, projectId, socketId, presence: entry.presence });
    };
    untold.set(key, setTimeout(send, tellEveryMs));
  }

  function leave(socketId: string, projectId: string): void {
    if (remove(projectId, socketId)) tell({ processId, projectId, socketId, presence: null });
  }

  return {
    listFor,
    leave,
    enter(socket, projectId, person) {
      const socketId = socket.id;
      const known = boards.get(projectId)?.get(socketId)?.presence;
      const place = known ?? { songId: null, versionId: null, atSample: null };
      put(projectId, { ...place, ...person, socketId }, true);
      tellSoon(projectId, socketId);
    },
    move(socketId, projectId, place) {
      const known = boards.get(projectId)?.get(socketId);
      if (!known?.local) return;
      put(projectId, { ...known.presence, ...place }, true);
      tellSoon(projectId, socketId);
    },
    forget(socketId) {
      for (const projectId of [...boards.keys()]) leave(socketId, projectId);
    },
    hear({ projectId, socketId, presence, ...word }) {
      if (word.processId === processId) return;
      if (presence) put(projectId, presence, false);
      else remove(projectId, socketId);
    },
    stop() {
      clearInterval(again);
      for (const timer of [...lists.values(), ...untold.values()]) clearTimeout(timer);
    },
  };
}

/**
 * Guests see who is where their link reaches, and who is nowhere in particular. Who hears a version that they may not hear
 * is somewhere in the song.
 */
function shownTo(eventReader: EventReader, presence: Presence): Presence | null {
  const { versionId } = presence;
  const songId = presence.songId ?? undefined;
  if (!allows(grantsAt(eventReader.reader, { songId }), 'project.view')) return null;
  if (versionId === null) return presence;
  const hears = songId !== undefined && allows(grantsOnVersion(eventReader, { songId, versionId }), 'version.listen');
  return hears ? presence : { ...presence, versionId: null, atSample: null };
}
