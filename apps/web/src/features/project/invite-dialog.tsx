'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { emailSchema } from '@sweetspot/core/input/email';
import { roleSchema, roles } from '@sweetspot/protocol/roles';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Controller, useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { Dialog, DialogFooter } from '../../components/dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { toast } from '../../components/toast.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { roleExplanation, roleName } from './role-name.ts';

const inviteForm = z.object({ email: emailSchema, role: roleSchema });

/** Invites somebody by e-mail. */
export function InviteDialog({
  projectId,
  open,
  onOpenChange,
}: {
  projectId: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Invite to the project"
      description="They get an e-mail with a link. For somebody who only listens, a share link needs no account."
      size="s"
    >
      <InviteForm projectId={projectId} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

function InviteForm({ projectId, onDone }: { projectId: string; onDone: () => void }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const form = useForm<z.input<typeof inviteForm>, unknown, z.output<typeof inviteForm>>({
    resolver: zodResolver(inviteForm),
    defaultValues: { email: '', role: 'engineer' },
  });
  const { errors } = form.formState;
  const add = useMutation(
    trpc.invitations.add.mutationOptions({
      onSuccess: async (_, { email }) => {
        await queryClient.invalidateQueries(trpc.projects.get.queryFilter({ projectId }));
        toast.done(`${email} is invited.`);
        onDone();
      },
    }),
  );
  const submit = form.handleSubmit((input) => add.mutate({ projectId, ...input }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <div className="flex flex-col gap-4">
        <FormFailure message={add.error ? errorSentence(add.error) : undefined} />
        <TextField
          label="E-mail"
          type="email"
          autoComplete="off"
          error={errors.email?.message}
          {...form.register('email')}
        />
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <SelectField
              label="Role"
              value={field.value}
              onChange={field.onChange}
              options={roles.map((role) => ({ value: role, label: roleName(role) }))}
              hint={roleExplanation(field.value)}
              error={errors.role?.message}
            />
          )}
        />
      </div>
      <DialogFooter>
        <Button onClick={onDone}>Cancel</Button>
        <Button type="submit" variant="primary" loading={add.isPending}>
          Send the invitation
        </Button>
      </DialogFooter>
    </form>
  );
}
