'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useMutation } from '@tanstack/react-query';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { apiErrorCode, errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { registerForm } from './form-schemas.ts';
import { signInAndGo } from './sign-in-and-go.ts';

/** Makes an account and signs in with it. */
export function RegisterForm({ to }: { to: string }) {
  const trpc = useTRPC();
  const register = useMutation(trpc.account.register.mutationOptions());
  const form = useForm({
    resolver: zodResolver(registerForm),
    defaultValues: { name: '', email: '', password: '' },
  });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (input) => {
    try {
      await register.mutateAsync(input);
    } catch (error) {
      form.setError(apiErrorCode(error) === 'conflict' ? 'email' : 'root', { message: errorSentence(error) });
      return;
    }
    try {
      await signInAndGo('credentials', { email: input.email, password: input.password }, to);
    } catch (error) {
      form.setError('root', { message: `Your account is made. ${(error as Error).message}` });
    }
  });

  return (
    <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
      <FormFailure message={errors.root?.message} />
      <TextField
        label="Your name"
        hint="As your collaborators know you."
        autoComplete="name"
        error={errors.name?.message}
        {...form.register('name')}
      />
      <TextField
        label="E-mail"
        type="email"
        autoComplete="username"
        error={errors.email?.message}
        {...form.register('email')}
      />
      <PasswordField
        label="Password"
        hint="At least 8 characters."
        autoComplete="new-password"
        error={errors.password?.message}
        {...form.register('password')}
      />
      <Button type="submit" variant="primary" size="l" loading={isSubmitting}>
        Register
      </Button>
    </form>
  );
}
