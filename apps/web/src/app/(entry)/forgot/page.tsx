import type { Metadata } from 'next';
import { TextLink } from '../../../components/text-link.tsx';
import { EmailLinkForm } from '../../../features/account/email-link-form.tsx';
import { EntryCard } from '../../../features/shell/entry-card.tsx';

export const metadata: Metadata = { title: 'Forgotten password' };

export default function Page() {
  return (
    <EntryCard
      title="Forgot your password?"
      lead="Type your e-mail address; you get a link to choose a new one."
      footer={<TextLink href="/sign-in">Back to sign in</TextLink>}
    >
      <EmailLinkForm kind="reset" />
    </EntryCard>
  );
}
