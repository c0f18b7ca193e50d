import { Unlink } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';

/** In place of what a guest saw through a link that no longer holds: there is nowhere else to go. */
export function LinkEnded() {
  return (
    <div role="alert">
      <h1 className="sr-only">The link has ended</h1>
      <EmptyState icon={<Unlink />} title="This link has ended">
        Whoever sent it to you has revoked it, or its time is over. Ask them for a new one.
      </EmptyState>
    </div>
  );
}
