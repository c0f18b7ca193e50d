'use client';

import type { AccessTokenView } from '@sweetspot/protocol/views';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { CopyField } from '../../components/copy-field.tsx';
import { Notice } from '../../components/notice.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';

/** The programs that act as oneself: make a token, which is shown once, and revoke it. */
export function AccessTokensSection() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const tokens = useQuery(trpc.account.listAccessTokens.queryOptions());
  const [name, setName] = useState('');
  const [revoking, setRevoking] = useState<AccessTokenView | null>(null);
  const listAgain = () => queryClient.invalidateQueries(trpc.account.listAccessTokens.queryFilter());
  const add = useMutation(
    trpc.account.addAccessToken.mutationOptions({
      onSuccess: () => {
        setName('');
        void listAgain();
      },
    }),
  );
  const revoke = useMutation(
    trpc.account.revokeAccessToken.mutationOptions({
      onSuccess: (_done, { tokenId }) => {
        // A token that was just made and revoked is of no use on screen.
        if (add.data?.id === tokenId) add.reset();
        return listAgain();
      },
    }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ name });
  };
  return (
    <div className="grid grid-cols-1 gap-5">
      <form onSubmit={submit} noValidate className="flex flex-col items-start gap-3">
        <TextField
          label="New access token"
          hint="Named after the machine or program that gets it."
          placeholder="Studio computer"
          maxLength={80}
          className="w-full"
          value={name}
          error={add.error ? errorSentence(add.error) : undefined}
          onChange={(event) => setName(event.target.value)}
        />
        <Button type="submit" loading={add.isPending} disabled={name.trim() === ''}>
          Make a token
        </Button>
      </form>
      {add.data ? (
        <div role="status">
          <CopyField
            label="Your access token"
            value={add.data.token}
            hint="It is shown only now. Type sweetspot login with the address of this installation, and paste it there."
          />
        </div>
      ) : null}
      {tokens.isPending ? <Skeleton className="h-14" /> : null}
      {tokens.error ? <Notice tone="bad">{errorSentence(tokens.error)}</Notice> : null}
      {tokens.data && tokens.data.length > 0 ? (
        <ul aria-label="Access tokens" className="overflow-hidden rounded-l border border-line bg-surface">
          {tokens.data.map((token) => (
            <li
              key={token.id}
              className="flex items-center justify-between gap-4 border-line border-b px-4 py-3 last:border-0"
            >
              <div className="min-w-0">
                <p className="truncate font-semibold">{token.name}</p>
                <p className="text-muted text-sm">
                  Made <RelativeTime date={token.createdAt} /> ·{' '}
                  {token.lastUsedAt ? (
                    <>
                      used <RelativeTime date={token.lastUsedAt} />
                    </>
                  ) : (
                    'never used'
                  )}
                </p>
              </div>
              <Button variant="danger" aria-label={`Revoke ${token.name}`} onClick={() => setRevoking(token)}>
                Revoke
              </Button>
            </li>
          ))}
        </ul>
      ) : null}
      {revoking ? (
        <ConfirmDialog
          open
          onOpenChange={() => setRevoking(null)}
          title={`Revoke “${revoking.name}”?`}
          confirmLabel="Revoke the token"
          onConfirm={() => revoke.mutateAsync({ tokenId: revoking.id })}
        >
          The program that has it is signed out at once, and what it is sending stops. What it sent stays.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
