import { AppError, idSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';
import { lineSchema, optionalLineSchema } from '../input/text.ts';
import { inTransaction, isDuplicate } from '../transaction.ts';

export const addProjectInput = z.object({
  /** Made by the client, so that sending twice makes one project. */
  id: idSchema.optional(),
  title: lineSchema('The title'),
  artistName: optionalLineSchema('The artist'),
  /** What the owner is in it. */
  role: z.enum(['artist', 'engineer']),
});

/** Makes a project that belongs to the signed-in person. */
export async function addProject(ctx: Context, input: z.infer<typeof addProjectInput>): Promise<{ id: string }> {
  const { role, ...data } = input;
  const user = await requireUser(ctx);
  try {
    return await inTransaction(ctx, ({ db }) =>
      db.project.create({
        data: { ...data, ownerId: user.id, members: { create: { userId: user.id, role } } },
        select: { id: true },
      }),
    );
  } catch (error) {
    if (!isDuplicate(error) || data.id === undefined) throw error;
    const sent = await ctx.db.project.findFirst({ where: { id: data.id, ownerId: user.id, deletedAt: null } });
    if (sent === null) throw new AppError('conflict', 'This id belongs to something else. Reload the page.');
    return { id: sent.id };
  }
}
