import { loadEventReader } from '@sweetspot/core/events/load-event-reader';
import { type AccessEnded, AppError } from '@sweetspot/protocol';
import { identify } from '../auth/identify.ts';
import type { Services } from '../services.ts';
import type { PresenceBoard } from './presence.ts';
import { type RealtimeServer, type RealtimeSocket, roomOf, socketsIn } from './realtime-types.ts';

export type AccessWatch = {
  /** Looks again at the connections that a notice concerns. */
  ended(notice: AccessEnded): Promise<void>;
  /** Looks again at what one connection may see of a project. */
  look(socket: RealtimeSocket, projectId: string): Promise<void>;
  /** Looks again at all. */
  checkAll(): Promise<void>;
};

/**
 * Keeps the sockets to what their people may see. Notices say when to look; what is allowed is always read from the
 * database, so a notice that is forged, late or doubled does no harm.
 */
export function createAccessWatch(parts: {
  io: RealtimeServer;
  services: Services;
  presence: PresenceBoard;
}): AccessWatch {
  const { io, services, presence } = parts;

  function cut(socket: RealtimeSocket, projectId: string | null): void {
    socket.emit('access:ended', { projectId });
    socket.disconnect(true);
  }

  /** Signed out everywhere, or the account is gone. */
  async function checkSession(socket: RealtimeSocket): Promise<boolean> {
    const { actor } = await identify(services, socket.request.headers.cookie);
    const { actor: before } = socket.data;
    const same =
      before.kind === 'user' ? actor.kind === 'user' && actor.userId === before.userId : actor.kind === before.kind;
    if (same && actor.kind !== 'anonymous') {
      socket.data.actor = actor;
      return true;
    }
    cut(socket, null);
    return false;
  }

  async function checkProject(socket: RealtimeSocket, projectId: string): Promise<void> {
    if (!socket.data.projects.has(projectId)) return;
    try {
      const reader = await loadEventReader(services.contextFor(socket.data.actor), projectId);
      if (socket.data.projects.has(projectId)) socket.data.projects.set(projectId, reader);
      return;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
    }
    socket.data.projects.delete(projectId);
    presence.leave(socket.id, projectId);
    await socket.leave(roomOf(projectId));
    cut(socket, projectId);
  }

  /** A connection that cannot be checked is closed; it comes back when it can. */
  async function check(socket: RealtimeSocket, look: () => Promise<unknown>): Promise<void> {
    try {
      await look();
    } catch (error) {
      services.log.warn({ error }, 'access could not be checked');
      socket.disconnect(true);
    }
  }

  const look = (socket: RealtimeSocket, projectId: string) => check(socket, () => checkProject(socket, projectId));

  return {
    look,
    async ended(notice) {
      if (notice.kind === 'sessions') {
        const theirs = [...io.of('/').sockets.values()].filter(
          ({ data: { actor } }) => actor.kind === 'user' && actor.userId === notice.userId,
        );
        await Promise.all(theirs.map((socket) => check(socket, () => checkSession(socket))));
        return;
      }
      const { projectId } = notice;
      await Promise.all(socketsIn(io, projectId).map((socket) => look(socket, projectId)));
    },

    async checkAll() {
      await Promise.all(
        [...io.of('/').sockets.values()].map((socket) =>
          check(socket, async () => {
            if (!(await checkSession(socket))) return;
            for (const projectId of [...socket.data.projects.keys()]) await checkProject(socket, projectId);
          }),
        ),
      );
    },
  };
}
