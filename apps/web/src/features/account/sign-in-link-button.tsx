'use client';

import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { TextLink } from '../../components/text-link.tsx';
import { signInAndGo } from './sign-in-and-go.ts';

/** Uses the link up only when pressed: mail programs open links by themselves to look at them. */
export function SignInLinkButton({ token }: { token: string }) {
  const [state, setState] = useState<{ busy: boolean; failure?: string }>({ busy: false });
  const go = async () => {
    setState({ busy: true });
    try {
      await signInAndGo('email-link', { token }, '/');
    } catch (error) {
      setState({ busy: false, failure: (error as Error).message });
    }
  };
  return (
    <div className="flex flex-col gap-4">
      <FormFailure message={state.failure} />
      <Button variant="primary" size="l" loading={state.busy} onClick={() => void go()}>
        Sign in
      </Button>
      {state.failure ? (
        <TextLink href="/sign-in" className="self-center">
          Ask for a new link
        </TextLink>
      ) : null}
    </div>
  );
}
