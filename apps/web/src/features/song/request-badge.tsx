'use client';

import { Handshake } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { RequestStateTag } from '../requests/request-state-tag.tsx';
import { serviceName } from '../requests/service-name.ts';
import { useReview } from '../review/review-context.tsx';

const NewRequestDialog = dynamic(
  () => import('../requests/new-request-dialog.tsx').then((module) => module.NewRequestDialog),
  { ssr: false },
);

/** The newest request about this song and where it stands, or the way to make one. */
export function RequestBadge() {
  const { song, can } = useReview();
  const [asking, setAsking] = useState(false);
  const newest = song.requests.find(({ state }) => state !== 'withdrawn');
  if (newest)
    return (
      <Link
        href="/requests"
        className="flex shrink-0 items-center gap-2 rounded-m font-medium hover:underline touch:min-h-11"
      >
        {serviceName(newest.service)}
        <RequestStateTag state={newest.state} />
      </Link>
    );
  if (!can('request.add')) return null;
  return (
    <>
      <Button
        variant="quiet"
        icon={<Handshake aria-hidden className="size-4" />}
        onClick={() => setAsking(true)}
        className="max-md:-ml-3"
      >
        Ask an engineer
      </Button>
      {asking ? <NewRequestDialog open onOpenChange={setAsking} projectId={song.projectId} songId={song.id} /> : null}
    </>
  );
}
