'use client';

import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { useTRPC } from '../api/use-trpc.ts';

/** Signs out on every device, this one too. */
export function SessionsSection() {
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const signOut = useMutation(trpc.account.signOutEverywhere.mutationOptions());
  return (
    <>
      <Button variant="danger" onClick={() => setAsking(true)}>
        Sign out everywhere
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out everywhere?"
        confirmLabel="Sign out everywhere"
        onConfirm={async () => {
          await signOut.mutateAsync();
          window.location.assign('/sign-in');
        }}
      >
        Every browser that is signed in to your account is signed out at once, this one too, and so is every program
        with an access token. Playback and uploads stop.
      </ConfirmDialog>
    </>
  );
}
