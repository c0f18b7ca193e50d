import type { Metadata } from 'next';
import { SignInLinkButton } from '../../../../../features/account/sign-in-link-button.tsx';
import { EntryCard } from '../../../../../features/shell/entry-card.tsx';

// The address is the secret: it goes to no other site and into no index.
export const metadata: Metadata = { title: 'Sign in', referrer: 'no-referrer', robots: { index: false } };

export default async function Page({ params }: PageProps<'/sign-in/link/[token]'>) {
  const { token } = await params;
  return (
    <EntryCard title="Sign in" lead="One press, and you are in. The link works once.">
      <SignInLinkButton token={token} />
    </EntryCard>
  );
}
