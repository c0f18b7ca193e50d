'use client';

import type { VoteView } from '@sweetspot/protocol/blind-tests';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { Progress } from '../../components/progress.tsx';
import { useTRPCClient } from '../api/use-trpc.ts';

/** A vote that runs, for who has voted or was not asked: how many are missing, and nothing else. */
export function VoteStanding({ test, onClosed }: { test: VoteView; onClosed: (test: VoteView) => void }) {
  const api = useTRPCClient();
  const [closing, setClosing] = useState(false);
  const { votedCount, askedCount } = test;
  return (
    <div className="mx-auto grid w-full max-w-150 flex-1 content-center gap-5 px-4 py-6 text-center">
      <h2 className="text-balance font-semibold text-xl">{test.question}</h2>
      {test.mine === 'voted' ? <p role="status">Your vote is in.</p> : null}
      <p className="text-muted tabular-nums">
        {votedCount} of {askedCount} have voted. What they chose is shown when all have.
      </p>
      <Progress label="Votes" value={votedCount / Math.max(1, askedCount)} />
      {test.mayClose ? (
        <div>
          <Button onClick={() => setClosing(true)}>Close the vote now</Button>
        </div>
      ) : null}
      {closing ? (
        <ConfirmDialog
          open
          onOpenChange={setClosing}
          title="Close the vote?"
          tone="primary"
          confirmLabel="Close the vote"
          onConfirm={async () =>
            onClosed((await api.blindTests.closeVote.mutate({ blindTestId: test.id })) as VoteView)
          }
        >
          {votedCount} of {askedCount} have voted. Everybody who was asked sees who chose what, and nobody can vote any
          more.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
