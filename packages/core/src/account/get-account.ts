import { preferencesSchema } from '@sweetspot/protocol';
import type { AccountView } from '@sweetspot/protocol/views';
import type { Context } from '../context.ts';
import { userView } from '../people/person-view.ts';

/** The account of the signed-in person; null when nobody is signed in. */
export async function getAccount({ db, actor }: Context): Promise<AccountView | null> {
  if (actor.kind !== 'user') return null;
  const user = await db.user.findFirst({ where: { id: actor.userId, deletedAt: null } });
  if (user === null) return null;
  const { id, name, pictureUrl } = userView(user);
  return {
    id,
    name,
    pictureUrl,
    email: user.email,
    hasPassword: user.passwordHash !== null,
    preferences: preferencesSchema.parse(user.preferences),
  };
}
