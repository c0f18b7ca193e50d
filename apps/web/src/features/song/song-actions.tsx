'use client';

import { BadgeCheck, CircleCheck, CircleX, Share2 } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { AvatarStack } from '../../components/avatar-stack.tsx';
import { Button } from '../../components/button.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { useReview, useReviewLive } from '../review/review-context.tsx';

const ApproveDialog = dynamic(() => import('./approve-dialog.tsx'), { ssr: false });
const NewShareLinkDialog = dynamic(
  () => import('../share/new-share-link-dialog.tsx').then((module) => module.NewShareLinkDialog),
  { ssr: false },
);

/** In the bar on top: who is here, share, and yes or no to the version. */
export function SongActions() {
  const { song, can, version } = useReview();
  const live = useReviewLive();
  const [sharing, setSharing] = useState(false);
  const people = [...new Map(live.people.map((person) => [person.personId, person])).values()].map((person) => ({
    id: person.personId,
    name: person.name,
    pictureUrl: person.pictureUrl,
  }));
  return (
    <>
      {people.length > 1 ? (
        <span className="flex items-center gap-1.5 max-md:hidden">
          <span aria-hidden className="size-2 rounded-full bg-ok" />
          <AvatarStack people={people} label="Here now" max={5} />
        </span>
      ) : null}
      {live.connection === 'offline' ? (
        <span role="status" className="text-sm text-warn">
          Offline
        </span>
      ) : null}
      {can('share.manage') ? (
        <>
          <Button
            className="max-md:hidden"
            icon={<Share2 aria-hidden className="size-4" />}
            onClick={() => setSharing(true)}
          >
            Share
          </Button>
          <IconButton
            label="Share"
            hint={false}
            className="md:hidden"
            icon={<Share2 aria-hidden className="size-4" />}
            onClick={() => setSharing(true)}
          />
        </>
      ) : null}
      <span className="max-md:hidden">
        <ApproveButton />
      </span>
      {sharing ? (
        <NewShareLinkDialog
          open
          onOpenChange={setSharing}
          projectId={song.projectId}
          targets={[
            {
              key: 'song',
              label: song.title,
              hint: 'This song alone',
              target: { scope: 'song' as const, songId: song.id },
            },
            ...(version
              ? [
                  {
                    key: version.id,
                    label: `${version.label} only`,
                    hint: 'This version alone',
                    target: { scope: 'version' as const, songId: song.id, versionId: version.id },
                  },
                ]
              : []),
          ]}
        />
      ) : null}
    </>
  );
}

/** Approve or not yet; once answered it shows the answer. */
export function ApproveButton() {
  const { version, can, me } = useReview();
  const [open, setOpen] = useState(false);
  if (!version || (version.kind !== 'mix' && version.kind !== 'master')) return null;
  if (version.file.state !== 'ready' || !can('approval.give')) return null;
  const mine = version.approvals.find(({ by }) => by.id === me?.id);
  return (
    <>
      {mine ? (
        <Button
          onClick={() => setOpen(true)}
          icon={
            mine.decision === 'approved' ? (
              <CircleCheck aria-hidden className="size-4 text-ok" />
            ) : (
              <CircleX aria-hidden className="size-4 text-warn" />
            )
          }
        >
          {mine.decision === 'approved' ? `${version.label} approved` : `${version.label}: not yet`}
        </Button>
      ) : (
        <Button variant="primary" icon={<BadgeCheck aria-hidden className="size-4" />} onClick={() => setOpen(true)}>
          Approve {version.label}
        </Button>
      )}
      {open ? <ApproveDialog version={version} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
