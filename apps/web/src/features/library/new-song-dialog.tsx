'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import type { ProjectSummary } from '@sweetspot/protocol/views';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { Controller, type FieldErrors, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { newId } from '../../components/new-id.ts';
import { SelectField } from '../../components/select-field.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { OwnRoleField } from '../project/own-role-field.tsx';
import { newSongForm } from './new-song-form.ts';

type Values = {
  place: 'known' | 'new';
  title: string;
  projectId: string;
  projectTitle: string;
  artistName: string;
  role: 'artist' | 'engineer';
};
type Checked = z.output<typeof newSongForm>;

/** Makes a song, and the project it belongs to when there is none yet. */
export function NewSongDialog({
  open,
  onOpenChange,
  projectId,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** the project whose page this is */
  projectId?: string;
}) {
  const trpc = useTRPC();
  const projects = useQuery(trpc.projects.list.queryOptions());
  const choices = projects.data?.filter((project) => project.role === 'artist' || project.role === 'engineer');
  const first = choices?.length === 0;
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={first ? 'Start a project' : 'New song'}
      description={first ? 'Name the project and its first song. Both can be changed later.' : undefined}
      size="s"
    >
      {choices ? (
        <NewSongForm projects={choices} projectId={projectId ?? null} onDone={() => onOpenChange(false)} />
      ) : (
        <SkeletonGroup label="Loading the projects" className="flex flex-col gap-4">
          <Skeleton className="h-14" />
          <Skeleton className="h-14" />
        </SkeletonGroup>
      )}
    </Dialog>
  );
}

const makeNew = 'new';

function NewSongForm({
  projects,
  projectId,
  onDone,
}: {
  projects: readonly ProjectSummary[];
  projectId: string | null;
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  // Made here, so that pressing the button again after a lost answer does not make a second one.
  const [ids] = useState(() => ({ project: newId(), song: newId() }));
  const addProject = useMutation(trpc.projects.add.mutationOptions());
  const addSong = useMutation(trpc.songs.add.mutationOptions());
  const preset = projectId ?? projects[0]?.id;
  const form = useForm<Values, unknown, Checked>({
    resolver: zodResolver(newSongForm) as never,
    defaultValues: {
      place: preset ? 'known' : 'new',
      title: '',
      projectId: preset ?? '',
      projectTitle: '',
      artistName: '',
      role: 'artist',
    },
  });
  const place = form.watch('place');
  const errors: FieldErrors<Values> = form.formState.errors;

  const submit = form.handleSubmit(async (input) => {
    try {
      const target =
        input.place === 'known'
          ? input.projectId
          : (
              await addProject.mutateAsync({
                id: ids.project,
                title: input.projectTitle,
                artistName: input.artistName,
                role: input.role,
              })
            ).id;
      const song = await addSong.mutateAsync({ id: ids.song, projectId: target, title: input.title });
      void queryClient.invalidateQueries(trpc.songs.list.pathFilter());
      void queryClient.invalidateQueries(trpc.projects.pathFilter());
      router.push(`/songs/${song.id}`);
      onDone();
    } catch (error) {
      form.setError('root', { message: errorSentence(error) });
    }
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="flex flex-col gap-4">
        <FormFailure message={errors.root?.message} />
        {projects.length > 0 && !projectId ? (
          <Controller
            control={form.control}
            name="projectId"
            render={({ field }) => (
              <SelectField
                label="Project"
                value={place === 'new' ? makeNew : field.value || null}
                onChange={(value) => {
                  form.setValue('place', value === makeNew ? 'new' : 'known');
                  if (value !== makeNew) field.onChange(value);
                }}
                options={[
                  ...projects.map((project) => ({ value: project.id, label: project.title })),
                  { value: makeNew, label: 'A new project…' },
                ]}
                error={errors.projectId?.message}
              />
            )}
          />
        ) : null}
        {place === 'new' ? (
          <>
            <TextField
              label="Title of the project"
              placeholder="Album, EP or single"
              autoComplete="off"
              error={errors.projectTitle?.message}
              {...form.register('projectTitle')}
            />
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
          </>
        ) : null}
        <TextField
          label={place === 'new' ? 'Title of the first song' : 'Title of the song'}
          autoComplete="off"
          error={errors.title?.message}
          {...form.register('title')}
        />
      </div>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={form.formState.isSubmitting}>
          {place === 'new' ? 'Start the project' : 'Add the song'}
        </Button>
      </DialogFooter>
    </form>
  );
}
