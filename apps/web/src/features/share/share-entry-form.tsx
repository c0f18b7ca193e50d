'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { lineSchema } from '@sweetspot/core/input/text';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';

const entryForm = (needs: { name: boolean; password: boolean }) =>
  z.object({
    name: needs.name ? lineSchema('Your name', 80) : z.string(),
    password: needs.password ? z.string().min(1, 'Type the password of the link.') : z.string(),
  });

/** Comes in by a share link: a name for who has none, the password if there is one. */
export function ShareEntryForm({
  token,
  needsName,
  needsPassword,
}: {
  token: string;
  needsName: boolean;
  needsPassword: boolean;
}) {
  const trpc = useTRPC();
  const form = useForm({
    resolver: zodResolver(entryForm({ name: needsName, password: needsPassword })),
    defaultValues: { name: '', password: '' },
  });
  const { errors } = form.formState;
  const enter = useMutation(
    trpc.shareLinks.enter.mutationOptions({
      // A fresh page: sockets and queries of before know nothing of the guest's cookie.
      onSuccess: ({ href }) => window.location.assign(href),
    }),
  );
  const submit = form.handleSubmit(({ name, password }) =>
    enter.mutate({ token, ...(needsName ? { name } : {}), ...(needsPassword ? { password } : {}) }),
  );
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <FormFailure message={enter.error ? errorSentence(enter.error) : undefined} />
      {needsName ? (
        <TextField
          label="Your name"
          hint="The others see it beside what you write."
          autoComplete="name"
          error={errors.name?.message}
          {...form.register('name')}
        />
      ) : null}
      {needsPassword ? (
        <PasswordField
          label="Password of the link"
          autoComplete="off"
          error={errors.password?.message}
          {...form.register('password')}
        />
      ) : null}
      <Button type="submit" variant="primary" size="l" loading={enter.isPending || enter.isSuccess}>
        Listen
      </Button>
    </form>
  );
}
