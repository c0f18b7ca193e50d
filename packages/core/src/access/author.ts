/** Who a row is written for: a member, a guest, or (neither) the system. */
export type Author = { userId: string | null; guestId: string | null; name: string };

export const systemAuthor: Author = { userId: null, guestId: null, name: 'Sweetspot' };

/** The author as an event names them. */
export function eventActor(author: Author): { kind: 'user' | 'guest' | 'worker'; id: string | null; name: string } {
  if (author.userId !== null) return { kind: 'user', id: author.userId, name: author.name };
  if (author.guestId !== null) return { kind: 'guest', id: author.guestId, name: author.name };
  return { kind: 'worker', id: null, name: author.name };
}
