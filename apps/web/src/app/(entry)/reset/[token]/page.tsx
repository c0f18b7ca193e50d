import type { Metadata } from 'next';
import { TextLink } from '../../../../components/text-link.tsx';
import { ResetPasswordForm } from '../../../../features/account/reset-password-form.tsx';
import { EntryCard } from '../../../../features/shell/entry-card.tsx';

// The address is the secret: it goes to no other site and into no index.
export const metadata: Metadata = { title: 'New password', referrer: 'no-referrer', robots: { index: false } };

export default async function Page({ params }: PageProps<'/reset/[token]'>) {
  const { token } = await params;
  return (
    <EntryCard
      title="Choose a new password"
      lead="It signs you out on every device."
      footer={<TextLink href="/forgot">Ask for another link</TextLink>}
    >
      <ResetPasswordForm token={token} />
    </EntryCard>
  );
}
