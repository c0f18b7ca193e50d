import type { PersonView } from '@sweetspot/protocol/views';

type UserRow = { id: string; name: string; pictureKey: string | null };
type GuestRow = { id: string; name: string };

/** Columns that a person is shown with. */
export const userSelect = { id: true, name: true, pictureKey: true } as const;
export const guestSelect = { id: true, name: true } as const;

export const userView = ({ id, name, pictureKey }: UserRow): PersonView => ({
  kind: 'user',
  id,
  name,
  pictureUrl: pictureKey === null ? null : `/media/pictures/${id}`,
});

export const guestView = ({ id, name }: GuestRow): PersonView => ({ kind: 'guest', id, name, pictureUrl: null });

/** A row written by a member or by a guest. */
export function writerView(user: UserRow | null, guest: GuestRow | null): PersonView {
  if (user !== null) return userView(user);
  if (guest !== null) return guestView(guest);
  throw new Error('a row has neither a user nor a guest as its author');
}
