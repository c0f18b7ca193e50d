import type { AccessEnded, Actor } from '@sweetspot/protocol';
import type { Logger } from 'pino';

/** A response or upload under way. */
export type OpenStream = {
  actor: Actor;
  projectId: string;
  /** Authorises again, as at the start; rejects when access has ended. */
  authorise: () => Promise<unknown>;
  /** Breaks the connection off. */
  destroy: () => void;
};

export type OpenStreams = {
  /** Notes a stream until the returned function is called. */
  open(stream: OpenStream): () => void;
  /** Cuts what the notice concerns, unless it is still allowed. */
  accessEnded(notice: AccessEnded): Promise<void>;
  /** Authorises everything again: links expire without a notice, and a notice can be lost. */
  checkAll(): Promise<void>;
  readonly size: number;
};

export function createOpenStreams(log: Logger): OpenStreams {
  const streams = new Set<OpenStream>();

  async function check(stream: OpenStream): Promise<void> {
    try {
      await stream.authorise();
    } catch (error) {
      // Also when the database cannot be asked: a stream that cannot be authorised does not go on.
      log.info({ projectId: stream.projectId, reason: String(error) }, 'stream cut');
      streams.delete(stream);
      stream.destroy();
    }
  }

  return {
    open(stream) {
      streams.add(stream);
      return () => streams.delete(stream);
    },
    async accessEnded(notice) {
      await Promise.all([...streams].filter((stream) => concerns(notice, stream)).map(check));
    },
    async checkAll() {
      await Promise.all([...streams].map(check));
    },
    get size() {
      return streams.size;
    },
  };
}

function concerns(notice: AccessEnded, { actor, projectId }: OpenStream): boolean {
  switch (notice.kind) {
    case 'member':
      return projectId === notice.projectId && actor.kind === 'user' && actor.userId === notice.userId;
    case 'sessions':
      return actor.kind === 'user' && actor.userId === notice.userId;
    case 'share-link':
    case 'project':
      return projectId === notice.projectId;
  }
}
