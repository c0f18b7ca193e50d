import type { Metadata } from 'next';
import { rightName } from '../../../../features/share/right-name.ts';
import { ShareEntryForm } from '../../../../features/share/share-entry-form.tsx';
import { EntryCard } from '../../../../features/shell/entry-card.tsx';
import { loadForPage } from '../../../../server/page-api.ts';

export const metadata: Metadata = { title: 'Shared with you', referrer: 'no-referrer', robots: { index: false } };

const listed = new Intl.ListFormat('en', { type: 'conjunction' });

export default async function Page({ params }: PageProps<'/s/[token]'>) {
  const { token } = await params;
  const preview = await loadForPage(`/s/${token}`, (api) => api.shareLinks.preview({ token }));
  const rights = listed.format(preview.rights.map((right) => rightName(right).toLowerCase()));
  return (
    <EntryCard
      title={preview.title ?? 'Shared with you'}
      lead={
        <>
          You can {rights}, in full quality.
          {preview.needsName ? ' No account needed.' : ''}
        </>
      }
    >
      <ShareEntryForm token={token} needsName={preview.needsName} needsPassword={preview.needsPassword} />
    </EntryCard>
  );
}
