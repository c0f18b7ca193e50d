'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { PasswordField } from '../../components/password-field.tsx';
import { TextField } from '../../components/text-field.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { EmailLinkForm } from './email-link-form.tsx';
import { signInForm } from './form-schemas.ts';
import { OAuthButtons } from './oauth-buttons.tsx';
import { signInAndGo } from './sign-in-and-go.ts';

/** All ways in: password, mailed link, and other sites. */
export function SignInForm({
  to,
  failure,
}: {
  /** path to go to afterwards */
  to: string;
  /** why the last try failed, when it came back from another site */
  failure: string | null;
}) {
  const [way, setWay] = useState<'password' | 'link'>('password');
  const form = useForm({ resolver: zodResolver(signInForm), defaultValues: { email: '', password: '' } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ email, password }) => {
    try {
      await signInAndGo('credentials', { email, password }, to);
    } catch (error) {
      form.setError('root', { message: (error as Error).message });
    }
  });

  return (
    <div className="flex flex-col gap-4">
      <OAuthButtons to={to} />
      {way === 'password' ? (
        <form onSubmit={(event) => void submit(event)} noValidate className="flex flex-col gap-4">
          <FormFailure
            message={errors.root?.message ?? (form.formState.isSubmitted ? undefined : (failure ?? undefined))}
          />
          <TextField
            label="E-mail"
            type="email"
            autoComplete="username"
            error={errors.email?.message}
            {...form.register('email')}
          />
          <div className="flex flex-col gap-2">
            <PasswordField
              label="Password"
              autoComplete="current-password"
              error={errors.password?.message}
              {...form.register('password')}
            />
            <TextLink href="/forgot" className="self-end text-sm touch:py-3">
              Forgot your password?
            </TextLink>
          </div>
          <Button type="submit" variant="primary" size="l" loading={isSubmitting}>
            Sign in
          </Button>
        </form>
      ) : (
        <EmailLinkForm kind="sign-in" email={form.getValues('email')} />
      )}
      <Button variant="quiet" onClick={() => setWay(way === 'password' ? 'link' : 'password')}>
        {way === 'password' ? 'Send me a link by e-mail instead' : 'Use my password instead'}
      </Button>
    </div>
  );
}
