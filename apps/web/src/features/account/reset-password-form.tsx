'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { Notice } from '../../components/notice.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { newPasswordForm } from './form-schemas.ts';

/** Chooses a new password with the token of a mail. */
export function ResetPasswordForm({ token }: { token: string }) {
  const trpc = useTRPC();
  const reset = useMutation(trpc.account.resetPassword.mutationOptions());
  const form = useForm({ resolver: zodResolver(newPasswordForm), defaultValues: { password: '' } });

  if (reset.isSuccess) {
    return (
      <div className="flex flex-col gap-4">
        <Notice tone="ok" announce>
          Your new password is set. Every device was signed out.
        </Notice>
        <ButtonLink href="/sign-in" variant="primary" size="l">
          Sign in
        </ButtonLink>
      </div>
    );
  }

  const submit = form.handleSubmit(({ password }) => reset.mutate({ token, password }));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <FormFailure message={reset.error ? errorSentence(reset.error) : undefined} />
      <PasswordField
        label="New password"
        hint="At least 8 characters."
        autoComplete="new-password"
        error={form.formState.errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" variant="primary" size="l" loading={reset.isPending}>
        Set the password
      </Button>
    </form>
  );
}
