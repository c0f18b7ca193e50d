import type { Metadata } from 'next';
import { InvitationEntry } from '../../../../features/account/invitation-entry.tsx';
import { roleExplanation, roleName } from '../../../../features/project/role-name.ts';
import { EntryCard } from '../../../../features/shell/entry-card.tsx';
import { loadForPage } from '../../../../server/page-api.ts';

export const metadata: Metadata = { title: 'Invitation', referrer: 'no-referrer', robots: { index: false } };

export default async function Page({ params }: PageProps<'/invite/[token]'>) {
  const { token } = await params;
  const [preview, account] = await loadForPage(`/invite/${token}`, (api) =>
    Promise.all([api.invitations.preview({ token }), api.account.me()]),
  );
  return (
    <EntryCard
      title={preview.projectTitle}
      lead={
        <>
          <strong className="text-ink">{preview.invitedBy}</strong> invites you as{' '}
          <strong className="text-ink">{roleName(preview.role).toLowerCase()}</strong>. {roleExplanation(preview.role)}
        </>
      }
    >
      <InvitationEntry token={token} account={account} maskedEmail={preview.maskedEmail} />
    </EntryCard>
  );
}
