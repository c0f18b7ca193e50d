import { z } from 'zod';
import { commentViewSchema } from './comments.ts';
import { idSchema } from './ids.ts';
import { visibilitySchema } from './roles.ts';
import { stageSchema } from './songs.ts';

const song = { songId: idSchema };

/**
 * Durable events of a project: what happened, in the past tense, ids only. Readers fetch what they may see.
 * They are numbered without gaps per project; a client that sees a gap asks for `since(seq)`.
 */
export const eventPayloads = {
  'project.updated': z.object({}),
  'project.deleted': z.object({}),
  'member.added': z.object({ memberId: idSchema, userId: idSchema }),
  'member.updated': z.object({ memberId: idSchema, userId: idSchema }),
  'member.removed': z.object({ memberId: idSchema, userId: idSchema }),
  'invitation.added': z.object({ invitationId: idSchema }),
  'invitation.revoked': z.object({ invitationId: idSchema }),
  'song.added': z.object(song),
  'song.updated': z.object(song),
  'song.removed': z.object(song),
  'song.reordered': z.object({}),
  'stage.changed': z.object({ ...song, from: stageSchema, to: stageSchema }),
  'upload.finished': z.object({ ...song, uploadId: idSchema }),
  'upload.failed': z.object({ ...song, uploadId: idSchema }),
  'stem.added': z.object({ ...song, stemId: idSchema }),
  'stem.ready': z.object({ ...song, stemId: idSchema }),
  'stem.failed': z.object({ ...song, stemId: idSchema }),
  'stem.updated': z.object({ ...song, stemId: idSchema }),
  'stem.removed': z.object({ ...song, stemId: idSchema }),
  'version.added': z.object({ ...song, versionId: idSchema }),
  'version.ready': z.object({ ...song, versionId: idSchema }),
  'version.failed': z.object({ ...song, versionId: idSchema }),
  'version.updated': z.object({ ...song, versionId: idSchema }),
  'version.removed': z.object({ ...song, versionId: idSchema }),
  'comparison.ready': z.object({ ...song, versionId: idSchema }),
  'comment.added': z.object({ ...song, versionId: idSchema, commentId: idSchema }),
  'comment.updated': z.object({ ...song, versionId: idSchema, commentId: idSchema }),
  'comment.removed': z.object({ ...song, versionId: idSchema, commentId: idSchema }),
  'approval.given': z.object({ ...song, versionId: idSchema, approvalId: idSchema }),
  'approval.withdrawn': z.object({ ...song, versionId: idSchema, approvalId: idSchema }),
  'job.changed': z.object({ ...song, jobId: idSchema }),
  'delivery.ready': z.object({ ...song, versionId: idSchema, deliveryId: idSchema }),
  'request.added': z.object({ ...song, requestId: idSchema }),
  'request.updated': z.object({ ...song, requestId: idSchema }),
  'vote.started': z.object({ ...song, blindTestId: idSchema }),
  'vote.updated': z.object({ ...song, blindTestId: idSchema }),
  'vote.ended': z.object({ ...song, blindTestId: idSchema }),
  'share-link.added': z.object({ shareLinkId: idSchema }),
  'share-link.revoked': z.object({ shareLinkId: idSchema }),
} as const;

export type EventType = keyof typeof eventPayloads;
export type EventPayload<T extends EventType> = z.infer<(typeof eventPayloads)[T]>;

export const eventTypes = Object.keys(eventPayloads) as EventType[];

/** An event as it travels. `visibility: 'team'` is only ever sent to artists and engineers. */
export const projectEventSchema = z.object({
  projectId: idSchema,
  seq: z.number().int().positive(),
  type: z.enum(eventTypes as [EventType, ...EventType[]]),
  payload: z.record(z.string(), z.unknown()),
  songId: idSchema.nullable(),
  visibility: visibilitySchema,
  actor: z.object({ kind: z.enum(['user', 'guest', 'worker']), id: idSchema.nullable(), name: z.string() }),
  createdAt: z.iso.datetime(),
});
export type ProjectEventView = z.infer<typeof projectEventSchema>;

/** An event as it is pushed: one about a comment brings the comment, so that nobody waits for a second trip. */
export const pushedEventSchema = projectEventSchema.extend({ comment: commentViewSchema.optional() });
export type PushedEvent = z.infer<typeof pushedEventSchema>;
