import type { ClientMessage, ErrorCode } from '@sweetspot/protocol';
import { type ActorKind, guests, members, users } from './actors.ts';
import type { Scene } from './make-scene.ts';

export type MessageRow = {
  body: (scene: Scene) => unknown;
  /** Sent after having tried to come into the room. */
  afterJoining?: true;
  outcomes: Partial<Record<'ok' | ErrorCode, readonly ActorKind[]>>;
};

const insiders = { ok: [...members, ...guests] };
const body = ({ project }: Scene) => ({ projectId: project.id });

/** What each message over the socket answers; nobody who is neither signed in nor a guest comes as far as sending one. */
export const expectedMessages: Record<ClientMessage, MessageRow> = {
  'project:join': { body, outcomes: insiders },
  'presence:set': {
    body: (scene) => ({ ...body(scene), songId: scene.song.id, versionId: scene.mix.id, atSample: 0 }),
    afterJoining: true,
    outcomes: insiders,
  },
  // To leave where one is not changes nothing and tells nothing.
  'project:leave': { body, outcomes: { ok: [...users, ...guests] } },
};
