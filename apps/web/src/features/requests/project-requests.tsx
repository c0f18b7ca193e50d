'use client';

import type { ProjectView } from '@sweetspot/protocol/views';
import { useQuery } from '@tanstack/react-query';
import { Inbox, Send } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { RequestCard } from './request-card.tsx';

const NewRequestDialog = dynamic(() => import('./new-request-dialog.tsx').then((module) => module.NewRequestDialog), {
  ssr: false,
});

/** The requests of one project. */
export function ProjectRequests({ project }: { project: ProjectView }) {
  const trpc = useTRPC();
  const requests = useQuery(trpc.requests.list.queryOptions({ projectId: project.id }));
  const [asking, setAsking] = useState<'never' | 'open' | 'closed'>('never');
  const mayAsk = project.permissions.includes('request.add') && project.songs.length > 0;
  const askButton = mayAsk ? (
    <Button variant="primary" icon={<Send aria-hidden className="size-4" />} onClick={() => setAsking('open')}>
      Ask an engineer
    </Button>
  ) : null;
  if (requests.isPending) {
    return (
      <SkeletonGroup label="Loading the requests">
        <Skeleton className="h-40 rounded-l" />
      </SkeletonGroup>
    );
  }
  if (requests.isError) {
    return (
      <ErrorState action={<Button onClick={() => void requests.refetch()}>Try again</Button>}>
        {errorSentence(requests.error)}
      </ErrorState>
    );
  }
  return (
    <>
      {requests.data.length === 0 ? (
        <EmptyState icon={<Inbox />} title="No requests" action={askButton}>
          {mayAsk
            ? 'Ask an engineer of this project for a mix or a master.'
            : 'When an artist asks for a mix or a master, it appears here.'}
        </EmptyState>
      ) : (
        <>
          <h2 className="sr-only">Requests</h2>
          <div className="mb-3 flex justify-end">{askButton}</div>
          <div className="flex flex-col gap-4">
            {requests.data.map((request) => (
              <RequestCard key={request.id} request={request} />
            ))}
          </div>
        </>
      )}
      {asking === 'never' ? null : (
        <NewRequestDialog
          projectId={project.id}
          open={asking === 'open'}
          onOpenChange={(open) => setAsking(open ? 'open' : 'closed')}
        />
      )}
    </>
  );
}
