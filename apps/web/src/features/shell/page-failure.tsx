'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useTransition } from 'react';
import { Button } from '../../components/button.tsx';
import { ButtonLink } from '../../components/button-link.tsx';
import { ErrorState } from '../../components/error-state.tsx';

/** What stands in place of a page that could not be made. */
export function PageFailure({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  const router = useRouter();
  const [retrying, startRetry] = useTransition();
  useEffect(() => console.error('The page failed.', error), [error]);
  // The page is loaded anew before the boundary is lifted, else it would show the same failure again.
  const retry = () =>
    startRetry(() => {
      router.refresh();
      reset();
    });
  return (
    <ErrorState
      level={1}
      title="This page did not load"
      action={
        <>
          <Button variant="primary" loading={retrying} onClick={retry}>
            Try again
          </Button>
          <ButtonLink href="/">Go to your songs</ButtonLink>
        </>
      }
    >
      Nothing is lost. Try again; if it keeps happening, tell the person who runs this server
      {error.digest ? <> and give them this number: {error.digest}</> : null}.
    </ErrorState>
  );
}
