'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import type { ProjectView } from '@sweetspot/protocol/views';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { editProjectForm } from './project-form.ts';

/** Changes title and artist. */
export function EditProjectDialog({
  project,
  open,
  onOpenChange,
}: {
  project: ProjectView;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Title and artist" size="s">
      <EditProjectForm project={project} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function EditProjectForm({ project, onDone }: { project: ProjectView; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm({
    resolver: zodResolver(editProjectForm),
    defaultValues: { title: project.title, artistName: project.artistName },
  });
  const { errors } = form.formState;
  const update = useMutation(
    trpc.projects.update.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.projects.pathFilter());
        onDone();
      },
    }),
  );
  const submit = form.handleSubmit((input) => update.mutate({ projectId: project.id, ...input }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="flex flex-col gap-4">
        <FormFailure message={update.error ? errorSentence(update.error) : undefined} />
        <TextField label="Title" error={errors.title?.message} {...form.register('title')} />
        <TextField label="Artist" optional error={errors.artistName?.message} {...form.register('artistName')} />
      </div>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={update.isPending}>
          Save
        </Button>
      </DialogFooter>
    </form>
  );
}
