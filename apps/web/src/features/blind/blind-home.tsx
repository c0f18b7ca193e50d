'use client';

import type { BlindTestView } from '@sweetspot/protocol/blind-tests';
import { Ear } from 'lucide-react';
import { EmptyState } from '../../components/empty-state.tsx';
import { useReview } from '../review/review-context.tsx';
import { AbxSetup } from './abx-setup.tsx';
import { BlindList } from './blind-list.tsx';
import { VoteSetup } from './vote-setup.tsx';

const waits = (test: BlindTestView): boolean =>
  test.state === 'running' && (test.kind === 'abx' || test.mine === 'waited-for');

/** What waits for the person, what they can start, and what came of earlier tests. */
export function BlindHome({
  tests,
  onOpen,
  onStart,
}: {
  tests: readonly BlindTestView[];
  onOpen: (id: string) => void;
  onStart: (test: BlindTestView) => void;
}) {
  const { song, versions, version, can } = useReview();
  const comparable = versions.filter(
    ({ file }) => file.state === 'ready' && file.analysis != null && file.analysis.loudness.integratedLufs !== null,
  );
  const waiting = tests.filter(waits);
  const others = tests.filter((test) => !waits(test));
  return (
    <div className="mx-auto grid w-full max-w-240 gap-8 px-4 py-6 md:px-6">
      <BlindList label="Waiting for you" tests={waiting} onOpen={onOpen} />
      {comparable.length < 2 ? (
        <EmptyState icon={<Ear />} title="A blind test needs two versions">
          As soon as this song has a second version, you can find out whether you hear the difference.
        </EmptyState>
      ) : (
        <div className="grid gap-4 md:grid-cols-2">
          {can('abx.start') ? (
            <AbxSetup songId={song.id} versions={comparable} versionId={version?.id ?? null} onStart={onStart} />
          ) : null}
          {can('vote.start') ? <VoteSetup songId={song.id} versions={comparable} onStart={onStart} /> : null}
        </div>
      )}
      <BlindList label="Earlier" tests={others} onOpen={onOpen} />
    </div>
  );
}
