import { readThread, type Thread, threadFor } from '@sweetspot/core/comments/read-thread';
import { readEvents } from '@sweetspot/core/events/list-events-since';
import { mayKnow, readerAt } from '@sweetspot/core/events/may-know';
import type { EventType, ProjectEventView } from '@sweetspot/protocol';
import type { Services } from '../services.ts';
import type { AccessWatch } from './access-watch.ts';
import { type RealtimeServer, socketsIn } from './realtime-types.ts';

/** After these somebody may know less; the notice of it comes on another way and may come later than the next comment. */
const endingAccess: ReadonlySet<EventType> = new Set(['member.updated', 'member.removed', 'share-link.revoked']);

type Followed = {
  /** Everything up to here went out; null until the first number is known. */
  relayedSeq: number | null;
  reading: boolean;
  /** Something came while reading. */
  again: boolean;
};

export type EventRelay = {
  /** Relays a project from now on, as long as somebody of this process is in it. Answers its newest number. */
  follow(projectId: string): Promise<number>;
  /** A project has a new event. */
  notice(projectId: string): void;
  /** Notices may have been lost. */
  noticeAll(): void;
};

/**
 * Brings the events of the outbox to the sockets: on a notice it reads what came after the last number it sent, so a lost
 * or doubled notice changes nothing. To who may not see an event only its number goes out; of a comment each gets what they may read.
 */
export function createEventRelay(parts: { io: RealtimeServer; services: Services; access: AccessWatch }): EventRelay {
  const { io, services, access } = parts;
  const { clock, db, log } = services;
  const followed = new Map<string, Followed>();

  async function readLastSeq(projectId: string): Promise<number> {
    const { lastSeq } = await db.project.findUniqueOrThrow({ where: { id: projectId }, select: { lastSeq: true } });
    return Number(lastSeq);
  }

  async function relay(projectId: string, project: Followed): Promise<void> {
    if (project.reading || project.relayedSeq === null) {
      project.again = true;
      return;
    }
    project.reading = true;
    try {
      do {
        project.again = false;
        if (socketsIn(io, projectId).length === 0) {
          followed.delete(projectId);
          return;
        }
        const events = await readEvents(db, projectId, project.relayedSeq);
        await refreshReaders(projectId, events);
        for (const event of events) {
          send(event, await readComment(event));
          project.relayedSeq = event.seq;
          project.again = true; // Until nothing more is there: an answer may have been cut at its limit.
        }
      } while (project.again);
    } catch (error) {
      // The database is away: the next notice, or the listener's return, tries again.
      log.warn({ error, projectId }, 'events could not be relayed');
    } finally {
      project.reading = false;
    }
  }

  /**
   * Before events go out after which others may know of what follows, once for all of them. With every version it is the
   * guests.
   */
  async function refreshReaders(projectId: string, events: readonly ProjectEventView[]): Promise<void> {
    const concernsAll = events.some(({ type }) => endingAccess.has(type));
    const concernsGuests = events.some(({ type }) => type.startsWith('version.'));
    const looks = socketsIn(io, projectId).filter((socket) => {
      const passes = socket.data.projects.get(projectId)?.reader.passes;
      return passes !== undefined && (concernsAll || (concernsGuests && passes.length > 0));
    });
    await Promise.all(looks.map((socket) => access.look(socket, projectId)));
  }

  /** What a new or changed comment says goes out with the event: two people in a conversation wait for every trip. */
  async function readComment({ type, payload }: ProjectEventView): Promise<Thread | null> {
    if (type !== 'comment.added' && type !== 'comment.updated') return null;
    return readThread(db, String(payload['commentId']));
  }

  function send(event: ProjectEventView, thread: Thread | null): void {
    const { projectId, seq } = event;
    for (const socket of socketsIn(io, projectId)) {
      const known = socket.data.projects.get(projectId);
      if (!known) continue;
      // Nothing tells when a link expires.
      const eventReader = readerAt(known, clock.now());
      if (eventReader !== known) void access.look(socket, projectId);
      if (mayKnow(eventReader, event)) {
        const comment = (thread && threadFor(eventReader, thread)) ?? undefined;
        socket.emit('project:event', { ...event, comment });
      } else socket.emit('project:hidden', { projectId, seq });
    }
  }

  async function follow(projectId: string): Promise<number> {
    if (followed.has(projectId)) {
      const lastSeq = await readLastSeq(projectId);
      // Who followed first may have failed meanwhile.
      return followed.has(projectId) ? lastSeq : follow(projectId);
    }
    // Noted before the number is read: a notice in between is then kept for after.
    const project: Followed = { relayedSeq: null, reading: false, again: false };
    followed.set(projectId, project);
    try {
      const lastSeq = await readLastSeq(projectId);
      project.relayedSeq = lastSeq;
      if (project.again) void relay(projectId, project);
      return lastSeq;
    } catch (error) {
      followed.delete(projectId);
      throw error;
    }
  }

  return {
    follow,
    notice(projectId) {
      const project = followed.get(projectId);
      if (project) void relay(projectId, project);
    },
    noticeAll() {
      for (const [projectId, project] of followed) void relay(projectId, project);
    },
  };
}
