'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { services } from '@sweetspot/protocol/songs';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import type { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { type RequestForm, referencesOf, requestForm } from './request-form.ts';
import { serviceExplanation, serviceName } from './service-name.ts';

/** Asks an engineer of the project for work on a song. `projectId` or `songId` narrow what can be chosen. */
export function NewRequestDialog({
  open,
  onOpenChange,
  projectId,
  songId,
}: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  projectId?: string;
  songId?: string;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Ask an engineer"
      description="Say what the song needs. The engineers of the project see it and accept, decline or ask back."
    >
      <NewRequestForm projectId={projectId} songId={songId} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function NewRequestForm({
  projectId,
  songId,
  onDone,
}: {
  projectId: string | undefined;
  songId: string | undefined;
  onDone: () => void;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const songs = useQuery(trpc.songs.list.queryOptions());
  const choices = (songs.data ?? []).filter(
    (song) => (!projectId || song.projectId === projectId) && (!songId || song.id === songId),
  );
  const form = useForm<RequestForm, unknown, z.output<typeof requestForm>>({
    resolver: zodResolver(requestForm),
    defaultValues: {
      songId: songId ?? '',
      service: 'mix',
      brief: '',
      references: '',
      dueOn: '',
      includedRounds: 3,
    },
  });
  const { errors } = form.formState;
  const add = useMutation(
    trpc.requests.add.mutationOptions({
      onSuccess: async () => {
        await queryClient.invalidateQueries(trpc.requests.list.pathFilter());
        toast.done('Your request is sent.');
        onDone();
      },
    }),
  );
  const submit = form.handleSubmit(({ references, dueOn, ...input }) =>
    add.mutate({ ...input, references: referencesOf(references), dueOn: dueOn || undefined }),
  );

  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="flex flex-col gap-4">
        <FormFailure message={add.error ? errorSentence(add.error) : undefined} />
        {songId ? null : (
          <Controller
            control={form.control}
            name="songId"
            render={({ field }) => (
              <SelectField
                label="Song"
                value={field.value || null}
                onChange={field.onChange}
                placeholder={songs.isPending ? 'Loading the songs…' : 'Choose a song'}
                options={choices.map((song) => ({ value: song.id, label: song.title, hint: song.projectTitle }))}
                error={errors.songId?.message}
              />
            )}
          />
        )}
        <Controller
          control={form.control}
          name="service"
          render={({ field }) => (
            <SelectField
              label="What it needs"
              value={field.value}
              onChange={field.onChange}
              options={services.map((value) => ({ value, label: serviceName(value) }))}
              hint={serviceExplanation(field.value)}
              error={errors.service?.message}
            />
          )}
        />
        <TextAreaField
          label="Brief"
          placeholder="How should it feel? What matters most, what must stay?"
          error={errors.brief?.message}
          {...form.register('brief')}
        />
        <TextAreaField
          label="References"
          optional
          rows={2}
          hint="Songs that sound the way you want, one in each line."
          error={errors.references?.message}
          {...form.register('references')}
        />
        <div className="grid grid-cols-2 gap-4">
          <TextField label="Due on" optional type="date" error={errors.dueOn?.message} {...form.register('dueOn')} />
          <TextField
            label="Rounds included"
            type="number"
            inputMode="numeric"
            min={0}
            max={20}
            error={errors.includedRounds?.message}
            {...form.register('includedRounds', { valueAsNumber: true })}
          />
        </div>
      </div>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={add.isPending}>
          Send the request
        </Button>
      </DialogFooter>
    </form>
  );
}
