import type { ClientToServer, ServerToClient } from '@sweetspot/protocol';
import { io, type Socket } from 'socket.io-client';

export type ProjectSocket = Socket<ServerToClient, ClientToServer>;

let socket: ProjectSocket | undefined;

/** The one connection of this tab; opened on first use, it reconnects by itself, at random within 0.5 to 5 s. */
export function projectSocket(): ProjectSocket {
  socket ??= io({
    path: '/socket',
    transports: ['websocket'],
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    randomizationFactor: 0.5,
  });
  return socket;
}
