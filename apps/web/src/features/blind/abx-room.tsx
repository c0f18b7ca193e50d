'use client';

import type { AbxView } from '@sweetspot/protocol/blind-tests';
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { Progress } from '../../components/progress.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC, useTRPCClient } from '../api/use-trpc.ts';
import { BlindTransport } from './blind-transport.tsx';
import { LetterButtons } from './letter-buttons.tsx';
import { useBlindKeys } from './use-blind-keys.ts';
import { type MusicPlace, useBlindPlayer } from './use-blind-player.ts';
import { useTakePlace } from './use-take-place.ts';

/** One trial after another: A, B, X, and what X is. How it goes is not shown before the end. */
export function AbxRoom({
  test,
  place,
  onAnswer,
}: {
  test: AbxView;
  place: RefObject<MusicPlace>;
  onAnswer: (test: AbxView) => void;
}) {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const [leaving, setLeaving] = useState(false);
  const trial = test.answered + 1;
  const letters = [
    { letter: 'A', alias: 'a' },
    { letter: 'B', alias: 'b' },
    { letter: 'X', alias: `x${trial}` },
  ];
  const {
    player,
    failure,
    hear: hearAlias,
    awaited,
  } = useBlindPlayer(
    test.id,
    letters.map(({ alias }) => alias),
    place,
  );
  useTakePlace(player, place);
  const answer = useMutation(
    trpc.blindTests.answerTrial.mutationOptions({ onSuccess: (view) => onAnswer(view as AbxView) }),
  );
  const hear = (letter: string) => {
    const found = letters.find((each) => each.letter === letter);
    if (found) hearAlias(found.alias);
  };
  const say = (letter: string) => {
    if ((letter === 'A' || letter === 'B') && !answer.isPending)
      answer.mutate({ blindTestId: test.id, number: trial, said: letter });
  };
  useBlindKeys(
    player,
    letters.map(({ letter }) => letter),
    { hear, say },
  );
  return (
    <div className="mx-auto grid w-full max-w-150 flex-1 content-center gap-5 max-md:content-end px-4 py-4">
      <div className="grid gap-2">
        <h2 className="text-balance text-center font-semibold text-xl">Is X the same as A, or as B?</h2>
        <p role="status" className="text-center text-muted tabular-nums">
          Trial {trial} of {test.trialCount}
        </p>
        <Progress label="Trials answered" value={test.answered / test.trialCount} />
      </div>
      <LetterButtons player={player} letters={letters} awaited={awaited} onHear={hear} />
      <BlindTransport player={player} failure={failure} />
      <FormFailure message={answer.error ? errorSentence(answer.error) : undefined} />
      <div className="grid grid-cols-2 gap-2 max-md:sticky max-md:bottom-0 max-md:bg-bg max-md:pt-2 max-md:pb-[max(12px,env(safe-area-inset-bottom))]">
        {(['A', 'B'] as const).map((letter) => (
          <Button
            key={letter}
            variant="primary"
            size="l"
            className="h-14"
            aria-keyshortcuts={`Shift+${letter}`}
            loading={answer.isPending && answer.variables.said === letter}
            onClick={() => say(letter)}
          >
            X is {letter}
            <kbd className="ml-1 font-sans text-xs touch:hidden">⇧{letter}</kbd>
          </Button>
        ))}
      </div>
      <div className="text-center">
        <Button variant="quiet" onClick={() => setLeaving(true)}>
          Give up
        </Button>
      </div>
      {leaving ? (
        <ConfirmDialog
          open
          onOpenChange={setLeaving}
          title="Give this test up?"
          confirmLabel="Give up"
          cancelLabel="Go on"
          onConfirm={async () => onAnswer((await api.blindTests.stopAbx.mutate({ blindTestId: test.id })) as AbxView)}
        >
          It stays on record as stopped after {test.answered} of {test.trialCount} trials, and nothing follows from it.
          To go on later, close this instead.
        </ConfirmDialog>
      ) : null}
    </div>
  );
}
