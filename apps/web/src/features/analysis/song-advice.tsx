'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { plural } from '../../components/format.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { serviceName } from '../requests/service-name.ts';
import { useReview } from '../review/review-context.tsx';
import { Findings } from './findings.tsx';

const NewRequestDialog = dynamic(
  () => import('../requests/new-request-dialog.tsx').then((module) => module.NewRequestDialog),
  { ssr: false },
);

/** What the song needs and why, and what was noticed about its stems; nothing where there is nothing to say. */
export default function SongAdvice() {
  const { song, can } = useReview();
  const trpc = useTRPC();
  const [asking, setAsking] = useState(false);
  const { data: advice } = useQuery(trpc.songs.advice.queryOptions({ songId: song.id }));
  if (!advice || (advice.reasons.length === 0 && advice.stems.length === 0)) return null;
  const { service, reasons, stems } = advice;
  return (
    <section aria-labelledby="song-advice" className="mt-4 rounded-l border border-line bg-surface p-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h3 id="song-advice" className="min-w-0 flex-1 text-balance font-semibold">
          {service ? `This song needs: ${serviceName(service).toLowerCase()}` : 'Nothing is left to do'}
        </h3>
        {service && can('request.add') ? <Button onClick={() => setAsking(true)}>Ask an engineer</Button> : null}
      </div>
      <ul className="mt-1 grid gap-1 text-muted">
        {reasons.map((reason) => (
          <li key={reason} className="text-pretty">
            {reason}
          </li>
        ))}
      </ul>
      {stems.length > 0 ? (
        <details className="group mt-3 border-line border-t pt-3">
          <summary className="cursor-pointer font-medium max-md:min-h-11">
            {plural(stems.length, 'thing')} noticed about the stems
          </summary>
          <div className="mt-2">
            <Findings findings={stems} label="What was noticed about the stems" />
          </div>
        </details>
      ) : null}
      {asking ? <NewRequestDialog open onOpenChange={setAsking} songId={song.id} /> : null}
    </section>
  );
}
