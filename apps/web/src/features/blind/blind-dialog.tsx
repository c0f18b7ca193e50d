'use client';

import type { BlindTestView } from '@sweetspot/protocol/blind-tests';
import { ArrowLeft, X } from 'lucide-react';
import * as Radix from 'radix-ui/dialog';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { ErrorState } from '../../components/error-state.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Skeleton } from '../../components/skeleton.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useReview } from '../review/review-context.tsx';
import { AbxOutcome } from './abx-outcome.tsx';
import { AbxRoom } from './abx-room.tsx';
import { BlindHome } from './blind-home.tsx';
import type { MusicPlace } from './use-blind-player.ts';
import { useBlindTests } from './use-blind-tests.ts';
import { placeOf } from './use-take-place.ts';
import { VoteOutcome } from './vote-outcome.tsx';
import { VoteRoom } from './vote-room.tsx';
import { VoteStanding } from './vote-standing.tsx';

/**
 * The room of blind tests. It covers the page, for everything on it names versions; the music goes on from where it was, and
 * afterwards the review room from where the music is then.
 */
export default function BlindDialog({ blindTestId, onClose }: { blindTestId: string | null; onClose: () => void }) {
  const { song, player } = useReview();
  const { tests, error, put } = useBlindTests(song.id);
  const [openId, setOpenId] = useState(blindTestId);
  const [from] = useState<MusicPlace>(() => (player ? placeOf(player) : { seconds: 0, loop: null }));
  const place = useRef(from);
  useEffect(() => player?.pause(), [player]);
  const close = () => {
    if (player) {
      const { sampleRate } = player.getSnapshot();
      const { seconds, loop } = place.current;
      player.seek(seconds * sampleRate);
      if (loop) player.setLoop({ startSample: loop.start * sampleRate, endSample: loop.end * sampleRate });
    }
    onClose();
  };
  const start = (test: BlindTestView) => {
    put(test);
    setOpenId(test.id);
  };
  const open = tests?.find(({ id }) => id === openId) ?? null;
  return (
    <Radix.Root open onOpenChange={(next) => !next && close()}>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          onOpenAutoFocus={(event) => {
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          className="fixed inset-0 z-40 flex animate-overlay-in flex-col overflow-y-auto bg-bg outline-none"
        >
          <header className="sticky top-0 z-10 flex h-14 shrink-0 items-center gap-2 border-line border-b bg-bg px-4">
            {open ? (
              <IconButton
                label="All blind tests"
                hint={false}
                className="-ml-2"
                icon={<ArrowLeft aria-hidden className="size-4" />}
                onClick={() => setOpenId(null)}
              />
            ) : null}
            <Radix.Title className="min-w-0 flex-1 truncate font-semibold text-lg">
              {open?.kind === 'abx' ? 'ABX test' : open ? 'Blind vote' : 'Blind test'}
              <span className="font-normal text-muted"> of {song.title}</span>
            </Radix.Title>
            <Radix.Close asChild>
              <IconButton label="Close" hint={false} icon={<X aria-hidden className="size-4" />} className="-mr-2" />
            </Radix.Close>
          </header>
          {error ? (
            <ErrorState title="The blind tests did not come">{errorSentence(error)}</ErrorState>
          ) : !tests ? (
            <div className="mx-auto grid w-full max-w-240 gap-4 px-4 py-6 md:grid-cols-2">
              <Skeleton className="h-80" />
              <Skeleton className="h-80" />
            </div>
          ) : open ? (
            <OneTest key={open.id} test={open} place={place} onChange={put} />
          ) : (
            <BlindHome tests={tests} onOpen={setOpenId} onStart={start} />
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function OneTest({
  test,
  place,
  onChange,
}: {
  test: BlindTestView;
  place: RefObject<MusicPlace>;
  onChange: (test: BlindTestView) => void;
}) {
  if (test.state === 'running') {
    if (test.kind === 'abx') return <AbxRoom test={test} place={place} onAnswer={onChange} />;
    if (test.mine === 'waited-for') return <VoteRoom test={test} place={place} onVote={onChange} />;
    return <VoteStanding test={test} onClosed={onChange} />;
  }
  return (
    <div className="mx-auto grid w-full max-w-150 content-start gap-5 px-4 py-8">
      {test.kind === 'vote' ? <h2 className="text-balance text-lg text-muted">{test.question}</h2> : null}
      {test.state === 'version_removed' ? (
        <p className="text-muted">It ended because one of its versions was removed.</p>
      ) : null}
      {test.kind === 'abx' ? <AbxOutcome test={test} /> : <VoteOutcome test={test} />}
    </div>
  );
}
