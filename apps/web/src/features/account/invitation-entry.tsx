'use client';

import type { AccountView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { leaveAccount } from '../shell/leave-account.ts';
import { withReturnPath } from './return-path.ts';

/** Comes into a project by an invitation: at once when signed in, else after signing in or registering. */
export function InvitationEntry({
  token,
  account,
  maskedEmail,
}: {
  token: string;
  account: Pick<AccountView, 'name' | 'email'> | null;
  maskedEmail: string;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const accept = useMutation(
    trpc.invitations.accept.mutationOptions({
      onSuccess: ({ projectId }) => router.push(`/projects/${projectId}`),
    }),
  );
  const here = `/invite/${token}`;

  if (!account) {
    return (
      <div className="flex flex-col gap-3">
        <p className="text-muted">
          It was sent to <strong className="text-ink">{maskedEmail}</strong>. Use this address to come in.
        </p>
        <ButtonLink href={withReturnPath('/register', here)} variant="primary" size="l">
          Register
        </ButtonLink>
        <ButtonLink href={withReturnPath('/sign-in', here)} size="l">
          I have an account
        </ButtonLink>
      </div>
    );
  }

  return (
    <div className="flex flex-col gap-3">
      <FormFailure message={accept.error ? errorSentence(accept.error) : undefined} />
      <Button
        variant="primary"
        size="l"
        loading={accept.isPending || accept.isSuccess}
        onClick={() => accept.mutate({ token })}
      >
        Join as {account.name}
      </Button>
      <p className="text-center text-muted text-sm">
        Signed in as {account.email}.{' '}
        <button
          type="button"
          className="rounded-s font-medium text-accent hover:underline"
          onClick={() => void leaveAccount(withReturnPath('/sign-in', here))}
        >
          Use another account
        </button>
      </p>
    </div>
  );
}
