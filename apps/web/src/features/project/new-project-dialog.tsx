'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { newId } from '../../components/new-id.ts';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { OwnRoleField } from './own-role-field.tsx';
import { newProjectForm } from './project-form.ts';

/** Starts a project without a song. */
export function NewProjectDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Start a project"
      description="An album, an EP or a single: songs in an order, and the people who work on them."
      size="s"
    >
      <NewProjectForm onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewProjectForm({ onDone }: { onDone: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  // Made here, so that pressing the button again after a lost answer does not make a second one.
  const [id] = useState(newId);
  const form = useForm<z.input<typeof newProjectForm>, unknown, z.output<typeof newProjectForm>>({
    resolver: zodResolver(newProjectForm),
    defaultValues: { title: '', artistName: '', role: 'artist' },
  });
  const { errors } = form.formState;
  const add = useMutation(
    trpc.projects.add.mutationOptions({
      onSuccess: (project) => {
        void queryClient.invalidateQueries(trpc.projects.list.pathFilter());
        router.push(`/projects/${project.id}`);
        onDone();
      },
    }),
  );
  const submit = form.handleSubmit((input) => add.mutate({ id, ...input }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="flex flex-col gap-4">
        <FormFailure message={add.error ? errorSentence(add.error) : undefined} />
        <TextField label="Title" autoComplete="off" error={errors.title?.message} {...form.register('title')} />
        <TextField
          label="Artist"
          optional
          autoComplete="off"
          error={errors.artistName?.message}
          {...form.register('artistName')}
        />
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => <OwnRoleField value={field.value} onChange={field.onChange} />}
        />
      </div>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={add.isPending}>
          Start the project
        </Button>
      </DialogFooter>
    </form>
  );
}
