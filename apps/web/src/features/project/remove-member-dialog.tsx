'use client';

import type { MemberView } from '@sweetspot/protocol/views';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Checkbox } from '../../components/checkbox.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { plural } from '../../components/format.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** Asks before a member is removed, and whether what they gave to others to come in by goes with them. */
export function RemoveMemberDialog({
  projectId,
  member,
  onClose,
}: {
  projectId: string;
  member: MemberView;
  onClose: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [revokes, setRevokes] = useState(true);
  const handedOut = useQuery(trpc.members.handedOut.queryOptions({ memberId: member.id }, { gcTime: 0 }));
  const remove = useMutation(
    trpc.members.remove.mutationOptions({
      onSuccess: () =>
        Promise.all([
          queryClient.invalidateQueries(trpc.projects.get.queryFilter({ projectId })),
          queryClient.invalidateQueries(trpc.shareLinks.list.queryFilter({ projectId })),
        ]),
    }),
  );
  return (
    <ConfirmDialog
      // Not before it is known what goes with them.
      open={!handedOut.isPending}
      onOpenChange={onClose}
      title={`Remove ${member.person.name}?`}
      confirmLabel="Remove"
      onConfirm={() => remove.mutateAsync({ memberId: member.id, revokeHandedOut: revokes })}
    >
      <p>They lose access at once, also to what is playing now. Their comments and approvals stay.</p>
      <HandedOut {...handedOut.data} revokes={revokes} onChange={setRevokes} />
    </ConfirmDialog>
  );
}

/** The numbers are missing where they could not be read. */
function HandedOut({
  shareLinks,
  invitations,
  revokes,
  onChange,
}: {
  shareLinks?: number;
  invitations?: number;
  revokes: boolean;
  onChange: (revokes: boolean) => void;
}) {
  if (shareLinks === 0 && invitations === 0) return null;
  const counts = [
    shareLinks ? plural(shareLinks, 'share link') : null,
    invitations ? plural(invitations, 'open invitation') : null,
  ].filter((count) => count !== null);
  const made = counts.length > 0 ? counts.join(' and ') : 'Share links and open invitations';
  return (
    <div className="mt-3 grid gap-1">
      <p>{made} of theirs would go on letting people in, and them too.</p>
      <div className="text-ink">
        <Checkbox label="Revoke them too" checked={revokes} onChange={onChange} />
      </div>
    </div>
  );
}
