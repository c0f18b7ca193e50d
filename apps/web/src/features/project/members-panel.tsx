'use client';

import type { InvitationView, ProjectView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Mail, UserPlus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { formatDate } from '../../components/format.ts';
import { toast } from '../../components/toast.ts';
import { OutboxHint } from '../account/outbox-hint.tsx';
import { useTRPC } from '../api/use-trpc.ts';
import { MemberRow } from './member-row.tsx';
import { roleName } from './role-name.ts';

const InviteDialog = dynamic(() => import('./invite-dialog.tsx').then((module) => module.InviteDialog), { ssr: false });

/** Who works on the project, and who was asked to. */
export function MembersPanel({ project }: { project: ProjectView }) {
  const [inviting, setInviting] = useState<'never' | 'open' | 'closed'>('never');
  const mayInvite = project.permissions.includes('member.invite');
  return (
    <div className="flex flex-col gap-6">
      <section aria-label="Members">
        <div className="mb-3 flex items-center justify-between gap-3">
          <h2 className="font-semibold text-lg">Members</h2>
          {mayInvite ? (
            <Button
              variant="primary"
              icon={<UserPlus aria-hidden className="size-4" />}
              onClick={() => setInviting('open')}
            >
              Invite
            </Button>
          ) : null}
        </div>
        <ul className="overflow-hidden rounded-l border border-line bg-surface">
          {project.members.map((member) => (
            <MemberRow key={member.id} project={project} member={member} />
          ))}
        </ul>
      </section>
      {project.invitations.length > 0 ? (
        <section aria-label="Pending invitations">
          <h2 className="mb-3 font-semibold text-lg">Pending invitations</h2>
          <ul className="overflow-hidden rounded-l border border-line bg-surface">
            {project.invitations.map((invitation) => (
              <InvitationRow key={invitation.id} projectId={project.id} invitation={invitation} mayRevoke={mayInvite} />
            ))}
          </ul>
          <OutboxHint className="mt-3" />
        </section>
      ) : null}
      {inviting === 'never' ? null : (
        <InviteDialog
          projectId={project.id}
          open={inviting === 'open'}
          onOpenChange={(open) => setInviting(open ? 'open' : 'closed')}
        />
      )}
    </div>
  );
}

function InvitationRow({
  projectId,
  invitation,
  mayRevoke,
}: {
  projectId: string;
  invitation: InvitationView;
  mayRevoke: boolean;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const revoke = useMutation(
    trpc.invitations.revoke.mutationOptions({
      onSuccess: () => toast.done('The invitation is taken back.'),
      onError: toast.failed,
      onSettled: () => queryClient.invalidateQueries(trpc.projects.get.queryFilter({ projectId })),
    }),
  );
  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-3 last:border-0">
      <span aria-hidden className="grid size-8 shrink-0 place-items-center rounded-full bg-hover text-muted">
        <Mail className="size-4" />
      </span>
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{invitation.email}</div>
        <div className="text-muted text-sm" suppressHydrationWarning>
          {roleName(invitation.role)}, holds until {formatDate(invitation.expiresAt)}
        </div>
      </div>
      {mayRevoke ? (
        <Button
          variant="quiet"
          loading={revoke.isPending}
          aria-label={`Take back the invitation of ${invitation.email}`}
          onClick={() => revoke.mutate({ invitationId: invitation.id })}
        >
          Take back
        </Button>
      ) : null}
    </li>
  );
}
