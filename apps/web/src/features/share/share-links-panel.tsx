'use client';

import type { ProjectView } from '@sweetspot/protocol/views';
import { useQuery } from '@tanstack/react-query';
import { Link2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import type { ShareTargetOption } from './new-share-link-dialog.tsx';
import { ShareLinkRow } from './share-link-row.tsx';

const NewShareLinkDialog = dynamic(
  () => import('./new-share-link-dialog.tsx').then((module) => module.NewShareLinkDialog),
  { ssr: false },
);

/** Everything of the project that a link can open. */
const targetsOf = (project: ProjectView): [ShareTargetOption, ...ShareTargetOption[]] => [
  {
    key: 'project',
    label: `All of ${project.title}`,
    hint: 'Also songs that are added later',
    target: { scope: 'project' },
  },
  ...project.songs.map((song) => ({
    key: song.id,
    label: song.title,
    hint: 'This song alone',
    target: { scope: 'song' as const, songId: song.id },
  })),
];

/** The share links of a project: what they open, who used them, and the way to end them. */
export function ShareLinksPanel({ project }: { project: ProjectView }) {
  const trpc = useTRPC();
  const links = useQuery(trpc.shareLinks.list.queryOptions({ projectId: project.id }));
  const [adding, setAdding] = useState<'never' | 'open' | 'closed'>('never');
  const addButton = (
    <Button variant="primary" icon={<Link2 aria-hidden className="size-4" />} onClick={() => setAdding('open')}>
      New share link
    </Button>
  );
  if (links.isPending) {
    return (
      <SkeletonGroup label="Loading the share links" className="flex flex-col gap-3">
        <Skeleton className="h-16" />
        <Skeleton className="h-16" />
      </SkeletonGroup>
    );
  }
  if (links.isError) {
    return (
      <ErrorState action={<Button onClick={() => void links.refetch()}>Try again</Button>}>
        {errorSentence(links.error)}
      </ErrorState>
    );
  }
  return (
    <>
      {links.data.length === 0 ? (
        <EmptyState icon={<Link2 />} title="No share links" action={addButton}>
          Let a label, a band or a friend listen without an account. You choose what they may do, and for how long.
        </EmptyState>
      ) : (
        <>
          <div className="mb-3 flex items-center justify-between gap-3">
            <h2 className="font-semibold text-lg">Share links</h2>
            {addButton}
          </div>
          <ul className="overflow-hidden rounded-l border border-line bg-surface">
            {links.data.map((link) => (
              <ShareLinkRow key={link.id} projectId={project.id} link={link} />
            ))}
          </ul>
        </>
      )}
      {adding === 'never' ? null : (
        <NewShareLinkDialog
          projectId={project.id}
          targets={targetsOf(project)}
          open={adding === 'open'}
          onOpenChange={(open) => setAdding(open ? 'open' : 'closed')}
        />
      )}
    </>
  );
}
