'use client';

import { PageFailure } from '../features/shell/page-failure.tsx';

export default function ErrorPage(props: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main id="main" className="mx-auto grid min-h-dvh max-w-140 place-content-center p-4">
      <PageFailure {...props} />
    </main>
  );
}
