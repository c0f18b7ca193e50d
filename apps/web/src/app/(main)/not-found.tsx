import { SearchX } from 'lucide-react';
import { ButtonLink } from '../../components/button-link.tsx';
import { EmptyState } from '../../components/empty-state.tsx';

export default function NotFound() {
  return (
    <>
      <h1 className="sr-only">Not found</h1>
      <EmptyState
        icon={<SearchX />}
        title="This is not here"
        action={<ButtonLink href="/">Go to your songs</ButtonLink>}
      >
        The link is wrong, what it led to was removed, or you were not invited to it.
      </EmptyState>
    </>
  );
}
