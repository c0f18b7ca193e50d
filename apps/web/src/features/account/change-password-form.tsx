'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { toast } from '../../components/toast.ts';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { changePasswordForm } from './form-schemas.ts';

/** Changes the password, or sets a first one. */
export function ChangePasswordForm({ hasPassword }: { hasPassword: boolean }) {
  const trpc = useTRPC();
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(changePasswordForm(hasPassword)),
    defaultValues: { current: '', next: '' },
  });
  const change = useMutation(
    trpc.account.changePassword.mutationOptions({
      onSuccess: () => {
        form.reset();
        router.refresh();
        toast.done('Your password is changed.');
      },
    }),
  );
  const submit = form.handleSubmit(({ current, next }) => change.mutate(hasPassword ? { current, next } : { next }));
  const { errors } = form.formState;
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col items-start gap-4">
      <FormFailure message={change.error ? errorSentence(change.error) : undefined} />
      {hasPassword ? (
        <PasswordField
          label="Current password"
          autoComplete="current-password"
          className="w-full"
          error={errors.current?.message}
          {...form.register('current')}
        />
      ) : null}
      <PasswordField
        label="New password"
        hint="At least 8 characters."
        autoComplete="new-password"
        className="w-full"
        error={errors.next?.message}
        {...form.register('next')}
      />
      <Button type="submit" loading={change.isPending}>
        {hasPassword ? 'Change the password' : 'Set a password'}
      </Button>
    </form>
  );
}
