import { z } from 'zod';
import { idSchema } from './ids.ts';

/** PostgreSQL channel on which web processes hear that somebody's access ended or shrank. */
export const accessEndedChannel = 'access_ended';

/** Whose sockets and open streams must be cut, or authorised again, at once. */
export const accessEndedSchema = z.discriminatedUnion('kind', [
  /** Removed from a project, or given another role there. */
  z.object({ kind: z.literal('member'), projectId: idSchema, userId: idSchema }),
  /** Everybody who came through this link. */
  z.object({ kind: z.literal('share-link'), projectId: idSchema, shareLinkId: idSchema }),
  /** The project was removed. */
  z.object({ kind: z.literal('project'), projectId: idSchema }),
  /** Every session of this person: signed out everywhere, or the password changed. */
  z.object({ kind: z.literal('sessions'), userId: idSchema }),
]);
export type AccessEnded = z.infer<typeof accessEndedSchema>;
