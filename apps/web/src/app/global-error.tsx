'use client';

import './globals.css';
import { Button } from '../components/button.tsx';
import { ErrorState } from '../components/error-state.tsx';

/** When even the frame of the pages fails; it stands alone, without anything that could fail again. */
export default function GlobalError() {
  return (
    <html lang="en" data-theme="system">
      <body>
        <title>Sweetspot did not load</title>
        <main className="mx-auto grid min-h-dvh max-w-140 place-content-center p-4">
          <ErrorState
            level={1}
            title="Sweetspot did not load"
            action={
              <Button variant="primary" onClick={() => window.location.reload()}>
                Try again
              </Button>
            }
          >
            The server is starting, or something is wrong with it. Nothing is lost. Wait a moment, then try again.
          </ErrorState>
        </main>
      </body>
    </html>
  );
}
