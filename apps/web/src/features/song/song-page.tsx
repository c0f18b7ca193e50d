'use client';

import type { EventType, ProjectEventView } from '@sweetspot/protocol/events';
import type { AccountView, SongView } from '@sweetspot/protocol/views';
import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useRef } from 'react';
import { Notice } from '../../components/notice.tsx';
import { useProjectLive } from '../api/use-project-live.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { ReportPresence } from '../review/report-presence.tsx';
import { ReviewProvider } from '../review/review-context.tsx';
import type { SongPlace } from '../review/song-link.ts';
import { useArrivingComments } from '../review/use-arriving-comments.ts';
import { AppHeader } from '../shell/app-header.tsx';
import { SkipLink } from '../shell/skip-link.tsx';
import { useKeepJobs } from '../shell/use-keep-jobs.ts';
import { ReviewRoom } from './review-room.tsx';
import { SongActions } from './song-actions.tsx';
import { StageBar } from './stage-bar.tsx';
import { UploadZone } from './upload-zone.tsx';

const LinkEnded = dynamic(() => import('../share/link-ended.tsx').then((module) => module.LinkEnded), { ssr: false });

const arrivals: Partial<Record<EventType, string>> = {
  'comment.added': 'commented',
  'version.added': 'added a version',
  'version.ready': 'A version is ready',
  'stem.ready': 'A stem is ready',
  'approval.given': 'decided about a version',
  'approval.withdrawn': 'withdrew an approval',
  'stage.changed': 'moved the song to another stage',
  'delivery.ready': 'The delivery is ready',
};

/** What just arrived, as a sentence for those who listen to the page; null for what need not be said. */
function arrivalSentence(event: ProjectEventView, songId: string, myId: string | null): string | null {
  const what = arrivals[event.type];
  if (!what || event.songId !== songId || (myId !== null && event.actor.id === myId)) return null;
  return event.actor.kind === 'worker' ? `${what}.` : `${event.actor.name} ${what}.`;
}

/** A song from tracking to delivery: where it stands, what it sounds like, what is said about it, what comes next. */
export function SongPage({
  initialSong,
  account,
  place,
}: {
  initialSong: SongView;
  account: AccountView | null;
  place: SongPlace;
}) {
  const trpc = useTRPC();
  const router = useRouter();
  const spoken = useRef<HTMLParagraphElement>(null);
  // Written past React: nothing on the page has to be drawn again because something is said.
  const announce = useCallback((text: string) => {
    if (spoken.current) spoken.current.textContent = text;
  }, []);
  const putComment = useArrivingComments(initialSong.id, account?.id ?? null);
  const { data: song } = useQuery({
    ...trpc.songs.get.queryOptions({ songId: initialSong.id }),
    initialData: initialSong,
  });
  const live = useProjectLive({
    projectId: initialSong.projectId,
    sinceSeq: initialSong.lastSeq,
    onEvent: (event) => {
      const sentence = arrivalSentence(event, initialSong.id, account?.id ?? null);
      if (sentence) announce(sentence);
      return putComment(event);
    },
  });
  useKeepJobs(live.jobs);
  const ended = live.connection === 'ended';
  useEffect(() => {
    // The server says what is left to see, if anything. It would ask a guest to sign in, who has nothing to sign in with.
    if (ended && account !== null) router.refresh();
  }, [ended, account, router]);

  if (ended && account === null)
    return (
      <>
        <AppHeader account={null} crumbs={[]} title="Sweetspot" />
        <main id="main">
          <LinkEnded />
        </main>
      </>
    );

  return (
    <UploadZone songId={song.id} songTitle={song.title} enabled={song.permissions.includes('upload.add')}>
      <ReviewProvider song={song} account={account} live={live} place={place} announce={announce}>
        <SkipLink />
        <AppHeader
          account={account}
          crumbs={account ? [{ label: song.projectTitle, href: `/projects/${song.projectId}` }] : []}
          title={song.title}
          actions={<SongActions />}
        />
        <StageBar song={song} />
        {ended ? (
          <Notice tone="warn" announce className="m-4">
            Your access to this project has ended. What you see here is no longer kept up to date.
          </Notice>
        ) : null}
        <ReviewRoom />
        <ReportPresence />
        <p ref={spoken} role="status" aria-live="polite" className="sr-only" />
      </ReviewProvider>
    </UploadZone>
  );
}
