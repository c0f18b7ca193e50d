import type { Member } from '@sweetspot/prisma';
import type { InvitationView, MemberView } from '@sweetspot/protocol/views';
import { userView } from '../people/person-view.ts';

/** `withEmail`: addresses are shown to who invites people, and to nobody else. */
export const memberView = (
  member: Member & { user: { id: string; name: string; email: string; pictureKey: string | null } },
  { ownerId, withEmail }: { ownerId: string; withEmail: boolean },
): MemberView => ({
  id: member.id,
  role: member.role,
  owner: member.userId === ownerId,
  person: userView(member.user),
  email: withEmail ? member.user.email : null,
});

export const invitationView = ({ id, email, role, expiresAt, createdAt }: InvitationView): InvitationView => ({
  id,
  email,
  role,
  expiresAt,
  createdAt,
});
