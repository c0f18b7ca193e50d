'use client';

import { Button } from '../../components/button.tsx';
import { Notice } from '../../components/notice.tsx';
import { useReview } from '../review/review-context.tsx';
import { useBlindTests } from './use-blind-tests.ts';

/** Somebody asks for the reader's vote. Loaded after the page. */
export default function BlindInvitation({ onOpen }: { onOpen: (blindTestId: string) => void }) {
  const { song } = useReview();
  const { tests } = useBlindTests(song.id);
  const waiting = tests?.filter(
    (test) => test.kind === 'vote' && test.mine === 'waited-for' && test.state === 'running',
  );
  const vote = waiting?.[0];
  if (vote?.kind !== 'vote') return null;
  return (
    <Notice
      announce
      action={
        <Button variant="primary" onClick={() => onOpen(vote.id)}>
          Listen and vote
        </Button>
      }
    >
      {vote.startedBy.name} asks you to vote blind: “{vote.question}”
    </Notice>
  );
}
