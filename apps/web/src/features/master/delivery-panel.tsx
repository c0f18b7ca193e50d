'use client';

import { PackageCheck } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useReview } from '../review/review-context.tsx';
import { DeliveryRow } from './delivery-row.tsx';
import { NewDelivery } from './new-delivery.tsx';

/** The files for shops and people: made from an approved file only, after a check. */
export default function DeliveryPanel({ onOpen }: { onOpen: (tab: 'approvals') => void }) {
  const { song, versions, can } = useReview();
  const deliverable = versions.filter(
    ({ kind, file }) => (kind === 'master' || kind === 'mix') && file.state === 'ready',
  );
  const mayRequest = can('delivery.request') && deliverable.length > 0;
  return (
    <div className="grid gap-5 pt-4">
      {mayRequest ? <NewDelivery versions={deliverable} onOpen={onOpen} /> : null}
      {song.deliveries.length > 0 ? (
        <ul className="grid gap-3" aria-label="Deliveries">
          {song.deliveries.map((delivery) => (
            <DeliveryRow key={delivery.id} delivery={delivery} />
          ))}
        </ul>
      ) : mayRequest ? null : (
        <EmptyState icon={<PackageCheck />} title="Nothing delivered yet" level={3}>
          Files are made from an approved master, so nothing goes out that nobody said yes to.
        </EmptyState>
      )}
    </div>
  );
}
