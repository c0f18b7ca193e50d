'use client';

import type { ProjectView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { DoorOpen, Ellipsis, Pencil, Trash2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { plural } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '../../components/menu.tsx';
import { useTRPC } from '../api/use-trpc.ts';

const ConfirmDialog = dynamic(
  () => import('../../components/confirm-dialog.tsx').then((module) => module.ConfirmDialog),
  { ssr: false },
);
const EditProjectDialog = dynamic(
  () => import('./edit-project-dialog.tsx').then((module) => module.EditProjectDialog),
  { ssr: false },
);

/** What can be done to the project as a whole. */
export function ProjectMenu({ project }: { project: ProjectView }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [dialog, setDialog] = useState<'edit' | 'remove' | 'leave' | null>(null);
  const remove = useMutation(trpc.projects.remove.mutationOptions());
  const leave = useMutation(trpc.members.leave.mutationOptions());
  const close = () => setDialog(null);
  const goHome = async () => {
    router.replace('/');
    await queryClient.invalidateQueries(trpc.projects.list.pathFilter());
    await queryClient.invalidateQueries(trpc.songs.list.pathFilter());
  };
  const may = (action: string) => project.permissions.includes(action);
  const owner = may('project.remove');

  return (
    <>
      <Menu
        trigger={
          <IconButton
            label="More about the project"
            hint={false}
            variant="default"
            icon={<Ellipsis aria-hidden className="size-4" />}
          />
        }
      >
        {may('project.update') ? (
          <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setDialog('edit')}>
            Title and artist
          </MenuItem>
        ) : null}
        {owner ? (
          <>
            <MenuSeparator />
            <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => setDialog('remove')}>
              Delete the project
            </MenuItem>
          </>
        ) : (
          <MenuItem icon={<DoorOpen aria-hidden />} tone="danger" onSelect={() => setDialog('leave')}>
            Leave the project
          </MenuItem>
        )}
      </Menu>
      {dialog === 'edit' ? <EditProjectDialog project={project} open onOpenChange={close} /> : null}
      {dialog === 'remove' ? (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Delete “${project.title}”?`}
          confirmLabel="Delete the project"
          onConfirm={async () => {
            await remove.mutateAsync({ projectId: project.id });
            await goHome();
          }}
        >
          {project.songs.length > 0 ? `${plural(project.songs.length, 'song')} with all versions, comments` : 'Members'}{' '}
          and share links go with it, for everybody. This cannot be taken back.
        </ConfirmDialog>
      ) : null}
      {dialog === 'leave' ? (
        <ConfirmDialog
          open
          onOpenChange={close}
          title={`Leave “${project.title}”?`}
          confirmLabel="Leave"
          onConfirm={async () => {
            await leave.mutateAsync({ projectId: project.id });
            await goHome();
          }}
        >
          You lose access at once. Somebody of the project can invite you again.
        </ConfirmDialog>
      ) : null}
    </>
  );
}
