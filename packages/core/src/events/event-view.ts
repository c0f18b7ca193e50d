import type { ProjectEvent } from '@sweetspot/prisma';
import { type ProjectEventView, projectEventSchema } from '@sweetspot/protocol';

/** An event row as it travels. */
export const eventView = (event: ProjectEvent): ProjectEventView =>
  projectEventSchema.parse({
    projectId: event.projectId,
    seq: Number(event.seq),
    type: event.type,
    payload: event.payload,
    songId: event.songId,
    visibility: event.visibility,
    actor: event.actor,
    createdAt: event.createdAt.toISOString(),
  });
