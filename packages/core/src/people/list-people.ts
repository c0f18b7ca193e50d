import type { PersonView } from '@sweetspot/protocol/views';
import type { Db } from '../context.ts';
import { userSelect, userView } from './person-view.ts';

/** The people of some ids, for rows that carry an id without a relation. */
export async function listPeople(db: Db, userIds: Iterable<string | null>): Promise<Map<string, PersonView>> {
  const ids = [...new Set(userIds)].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: userSelect });
  return new Map(users.map((user) => [user.id, userView(user)]));
}
