'use client';

import type { Role } from '@sweetspot/protocol/roles';
import type { MemberView, ProjectView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Crown, Ellipsis, UserMinus } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem, MenuRadioGroup, MenuSeparator } from '../../components/menu.tsx';
import { Tag } from '../../components/tag.tsx';
import { toast } from '../../components/toast.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { roleChoices, roleName } from './role-name.ts';

const RemoveMemberDialog = dynamic(
  () => import('./remove-member-dialog.tsx').then((module) => module.RemoveMemberDialog),
  { ssr: false },
);
const ConfirmDialog = dynamic(
  () => import('../../components/confirm-dialog.tsx').then((module) => module.ConfirmDialog),
  { ssr: false },
);

/** A member, and what the reader may do about them. */
export function MemberRow({ project, member }: { project: ProjectView; member: MemberView }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState<'remove' | 'transfer' | null>(null);
  const stale = () => queryClient.invalidateQueries(trpc.projects.get.queryFilter({ projectId: project.id }));
  const changeRole = useMutation(trpc.members.changeRole.mutationOptions({ onError: toast.failed, onSettled: stale }));
  const transfer = useMutation(trpc.projects.transferOwnership.mutationOptions({ onSuccess: stale }));
  const may = (action: string) => project.permissions.includes(action);
  const mayChange = may('member.update') && !member.owner;
  const mayRemove = may('member.remove') && !member.owner;
  const mayTransfer = may('project.transfer') && !member.owner && member.role !== 'client';
  const { person } = member;

  return (
    <li className="flex items-center gap-3 border-line border-b px-4 py-2.5 last:border-0">
      <Avatar name={person.name} pictureUrl={person.pictureUrl} size="m" decorative />
      <div className="min-w-0 flex-1">
        <div className="truncate font-medium">{person.name}</div>
        {member.email ? <div className="truncate text-muted text-sm">{member.email}</div> : null}
      </div>
      {member.owner ? (
        <Tag icon={<Crown aria-hidden />} tone="accent">
          <span className="max-md:sr-only">Owner</span>
        </Tag>
      ) : null}
      <Tag>{roleName(changeRole.isPending ? changeRole.variables.role : member.role)}</Tag>
      {mayChange || mayRemove || mayTransfer ? (
        <Menu
          trigger={
            <IconButton
              label={`Role and access of ${person.name}`}
              hint={false}
              icon={<Ellipsis aria-hidden className="size-4" />}
            />
          }
        >
          {mayChange ? (
            <MenuRadioGroup<Role>
              label="Role"
              value={member.role}
              onChange={(role) => changeRole.mutate({ memberId: member.id, role })}
              options={roleChoices.map((role) => ({ value: role, label: roleName(role) }))}
            />
          ) : null}
          {mayTransfer ? (
            <>
              <MenuSeparator />
              <MenuItem icon={<Crown aria-hidden />} onSelect={() => setAsking('transfer')}>
                Make the owner
              </MenuItem>
            </>
          ) : null}
          {mayRemove ? (
            <>
              <MenuSeparator />
              <MenuItem icon={<UserMinus aria-hidden />} tone="danger" onSelect={() => setAsking('remove')}>
                Remove from the project
              </MenuItem>
            </>
          ) : null}
        </Menu>
      ) : (
        <span aria-hidden className="w-8 touch:w-11" />
      )}
      {asking === 'remove' ? (
        <RemoveMemberDialog projectId={project.id} member={member} onClose={() => setAsking(null)} />
      ) : null}
      {asking === 'transfer' ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsking(null)}
          tone="primary"
          title={`Make ${person.name} the owner?`}
          confirmLabel="Hand over"
          onConfirm={() => transfer.mutateAsync({ projectId: project.id, memberId: member.id })}
        >
          Only the owner can delete the project or hand it over again. You stay a member with your role.
        </ConfirmDialog>
      ) : null}
    </li>
  );
}
