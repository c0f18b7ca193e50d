import type { EventReader } from '@sweetspot/core/events/may-know';
import type { Actor, ClientToServer, Presence, ServerToClient } from '@sweetspot/protocol';
import type { DefaultEventsMap, Server, Socket } from 'socket.io';

/** What is known of one connection. */
export type SocketData = {
  actor: Exclude<Actor, { kind: 'anonymous' }>;
  /** The projects it is in, with what the actor holds there; looked up again when access may have changed. */
  projects: Map<string, EventReader>;
};

export type RealtimeServer = Server<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;
export type RealtimeSocket = Socket<ClientToServer, ServerToClient, DefaultEventsMap, SocketData>;

export const roomOf = (projectId: string): string => `project:${projectId}`;

/** The connections of this process that are in a project's room. */
export function socketsIn(io: RealtimeServer, projectId: string): RealtimeSocket[] {
  const ids = io.of('/').adapter.rooms.get(roomOf(projectId)) ?? [];
  return [...ids].flatMap((id) => io.of('/').sockets.get(id) ?? []);
}

export type Person = Pick<Presence, 'personId' | 'name' | 'pictureUrl' | 'guest'>;
