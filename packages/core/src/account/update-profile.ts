import { preferencesSchema, themeSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import type { Context } from '../context.ts';
import { lineSchema } from '../input/text.ts';

export const updateProfileInput = z.object({
  name: lineSchema('Your name', 80).optional(),
  preferences: z.object({ keyboardShortcuts: z.boolean(), theme: themeSchema }).partial().optional(),
});

/** Changes what is given and leaves the rest. */
export async function updateProfile(
  ctx: Context,
  { name, preferences }: z.infer<typeof updateProfileInput>,
): Promise<void> {
  const user = await requireUser(ctx);
  await ctx.db.user.update({
    where: { id: user.id },
    data: { name, preferences: { ...preferencesSchema.parse(user.preferences), ...preferences } },
  });
}
