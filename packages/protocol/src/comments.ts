import { z } from 'zod';
import { idSchema } from './ids.ts';
import { visibilitySchema } from './roles.ts';
import { sampleSchema } from './samples.ts';
import { commentStatusSchema } from './songs.ts';
import type { CommentView } from './views.ts';

/** A comment as it travels over a socket, where dates are text. */
export const commentViewSchema: z.ZodType<CommentView> = z.object({
  id: idSchema,
  songId: idSchema,
  versionId: idSchema,
  parentId: idSchema.nullable(),
  author: z.object({
    kind: z.enum(['user', 'guest']),
    id: idSchema,
    name: z.string(),
    pictureUrl: z.string().nullable(),
  }),
  body: z.string(),
  startSample: sampleSchema.nullable(),
  endSample: sampleSchema.nullable(),
  status: commentStatusSchema,
  addressedInId: idSchema.nullable(),
  visibility: visibilitySchema,
  createdAt: z.coerce.date(),
  editedAt: z.coerce.date().nullable(),
  permissions: z.array(z.string()),
  get replies() {
    return z.array(commentViewSchema);
  },
});
