'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { MailCheck } from 'lucide-react';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { emailForm } from './form-schemas.ts';
import { OutboxHint } from './outbox-hint.tsx';

const words = {
  'sign-in': {
    button: 'Send the link',
    sent: 'we sent a link to sign in. It works once, for fifteen minutes.',
  },
  reset: {
    button: 'Send the link',
    sent: 'we sent a link to choose a new password. It works once, for one hour.',
  },
} as const;

/** Asks for a link by e-mail. What it answers does not tell whether the address has an account. */
export function EmailLinkForm({ kind, email = '' }: { kind: 'sign-in' | 'reset'; email?: string }) {
  const trpc = useTRPC();
  const signInLink = useMutation(trpc.account.requestSignInLink.mutationOptions());
  const passwordReset = useMutation(trpc.account.requestPasswordReset.mutationOptions());
  const request = kind === 'sign-in' ? signInLink : passwordReset;
  const form = useForm({ resolver: zodResolver(emailForm), defaultValues: { email } });

  if (request.isSuccess) {
    return (
      <div role="status" className="flex flex-col items-center gap-3 text-center">
        <MailCheck aria-hidden className="size-8 text-ok" />
        <p className="text-pretty">
          If <strong>{request.variables.email}</strong> has an account, {words[kind].sent}
        </p>
        <p className="text-muted text-sm">Nothing there after a few minutes? Look among the unwanted mail.</p>
        <OutboxHint />
      </div>
    );
  }

  const submit = form.handleSubmit((input) => request.mutate(input));
  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <FormFailure message={request.error ? errorSentence(request.error) : undefined} />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        error={form.formState.errors.email?.message}
        {...form.register('email')}
      />
      <Button type="submit" variant="primary" size="l" loading={request.isPending}>
        {words[kind].button}
      </Button>
    </form>
  );
}
