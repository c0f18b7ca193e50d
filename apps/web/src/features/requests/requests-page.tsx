'use client';

import { useSuspenseQuery } from '@tanstack/react-query';
import { Inbox, Send } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { useTRPC } from '../api/use-trpc.ts';
import { ProjectListeners } from '../library/project-listeners.tsx';
import { PageHeading } from '../shell/page-heading.tsx';
import { RequestCard } from './request-card.tsx';

const NewRequestDialog = dynamic(() => import('./new-request-dialog.tsx').then((module) => module.NewRequestDialog), {
  ssr: false,
});

/** Work asked for and answered, in all projects. */
export function RequestsPage() {
  const trpc = useTRPC();
  const { data: requests } = useSuspenseQuery(trpc.requests.list.queryOptions({}));
  const { data: projects } = useSuspenseQuery(trpc.projects.list.queryOptions());
  const [shown, setShown] = useState<'waiting' | 'all'>('waiting');
  const [asking, setAsking] = useState<'never' | 'open' | 'closed'>('never');
  const mayAsk = projects.some((project) => project.role === 'artist' && project.songCount > 0);
  const waiting = requests.filter((request) => request.state === 'open' || request.state === 'asked');
  const list = shown === 'waiting' ? waiting : requests;

  const askButton = mayAsk ? (
    <Button variant="primary" icon={<Send aria-hidden className="size-4" />} onClick={() => setAsking('open')}>
      Ask an engineer
    </Button>
  ) : null;

  return (
    <div className="max-w-200">
      <ProjectListeners />
      <PageHeading
        title="Requests"
        lead="Artists ask for a mix or a master; engineers accept, decline or ask back."
        actions={requests.length > 0 ? askButton : null}
      />
      {requests.length > 0 ? (
        <SegmentedControl
          label="Which requests"
          className="mt-5"
          value={shown}
          onChange={setShown}
          options={[
            { value: 'waiting', label: `Waiting ${waiting.length}` },
            { value: 'all', label: `All ${requests.length}` },
          ]}
        />
      ) : null}
      {list.length > 0 ? (
        <div className="mt-4 flex flex-col gap-4">
          <h2 className="sr-only">{shown === 'waiting' ? 'Waiting for an answer' : 'All requests'}</h2>
          {list.map((request) => (
            <RequestCard key={request.id} request={request} />
          ))}
        </div>
      ) : (
        <EmptyState
          className="mt-6"
          icon={<Inbox />}
          title={requests.length > 0 ? 'Nothing waits for an answer' : 'No requests yet'}
          action={requests.length > 0 ? null : askButton}
        >
          {requests.length > 0
            ? 'Everything that was asked for has been answered.'
            : mayAsk
              ? 'Ask an engineer of your project to mix or master a song. Say how it should feel, and how many rounds are included.'
              : 'When an artist asks you to mix or master a song, it appears here.'}
        </EmptyState>
      )}
      {asking === 'never' ? null : (
        <NewRequestDialog open={asking === 'open'} onOpenChange={(open) => setAsking(open ? 'open' : 'closed')} />
      )}
    </div>
  );
}
