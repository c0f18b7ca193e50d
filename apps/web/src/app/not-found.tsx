import type { Metadata } from 'next';
import { ButtonLink } from '../components/button-link.tsx';
import { EntryCard } from '../features/shell/entry-card.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <EntryCard
      title="This is not here"
      lead="The link is wrong, what it led to was removed, or you were not invited to it."
    >
      <div className="flex flex-col gap-3">
        <ButtonLink href="/" variant="primary" size="l">
          Go to your songs
        </ButtonLink>
        <p className="text-pretty text-center text-muted text-sm">
          Signed in with another address? Ask the person who sent you the link which one they invited.
        </p>
      </div>
    </EntryCard>
  );
}
