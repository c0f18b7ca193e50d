'use client';

import { type BlindLetter, blindLetters, type VoteView } from '@sweetspot/protocol/blind-tests';
import { useMutation } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { FormFailure } from '../../components/form-failure.tsx';
import { TextAreaField } from '../../components/text-area-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';
import { BlindTransport } from './blind-transport.tsx';
import { LetterButtons } from './letter-buttons.tsx';
import { useBlindKeys } from './use-blind-keys.ts';
import { type MusicPlace, useBlindPlayer } from './use-blind-player.ts';
import { useTakePlace } from './use-take-place.ts';

/** Hears the versions by letters in an order of one's own, and says which one it is to be. */
export function VoteRoom({
  test,
  place,
  onVote,
}: {
  test: VoteView;
  place: RefObject<MusicPlace>;
  onVote: (test: VoteView) => void;
}) {
  const trpc = useTRPC();
  const [choice, setChoice] = useState<BlindLetter[]>([]);
  const [note, setNote] = useState('');
  const own = blindLetters.slice(0, test.letterCount);
  const letters = own.map((letter) => ({ letter, alias: letter.toLowerCase() }));
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
  const cast = useMutation(trpc.blindTests.castVote.mutationOptions({ onSuccess: (view) => onVote(view as VoteView) }));
  const ranks = test.method === 'rank';
  const choose = (letter: BlindLetter) => {
    if (!ranks) setChoice([letter]);
    else setChoice(choice.includes(letter) ? choice.filter((each) => each !== letter) : [...choice, letter]);
  };
  const hear = (letter: string) => hearAlias(letter.toLowerCase());
  useBlindKeys(player, own, {
    hear,
    say: (letter) => choose(letter as BlindLetter),
  });
  const complete = choice.length === (ranks ? own.length : 1);
  return (
    <form
      className="mx-auto grid w-full max-w-150 flex-1 content-center gap-5 max-md:content-end px-4 py-4"
      onSubmit={(event) => {
        event.preventDefault();
        cast.mutate({ blindTestId: test.id, choice, note: note.trim() });
      }}
    >
      <div className="grid gap-1 text-center">
        <h2 className="text-balance font-semibold text-xl">{test.question}</h2>
        <p className="text-pretty text-muted">
          {test.startedBy.name} asks. Everybody hears them in another order; nobody sees a vote before all have voted.
        </p>
      </div>
      <LetterButtons player={player} letters={letters} awaited={awaited} onHear={hear} />
      <BlindTransport player={player} failure={failure} />
      <fieldset className="grid gap-2">
        <legend className="mb-2 font-medium">
          {ranks ? 'Press them in your order, the best first' : 'Your choice'}
        </legend>
        <div
          className={cx(
            'grid gap-2',
            own.length === 2 ? 'grid-cols-2' : own.length === 4 ? 'grid-cols-4' : 'grid-cols-3',
          )}
        >
          {own.map((letter) => {
            const at = choice.indexOf(letter);
            const chosen = at >= 0;
            return (
              <Button
                key={letter}
                pressed={chosen}
                size="l"
                aria-label={ranks ? `${letter}${chosen ? `, place ${at + 1}` : ''}` : `Choose ${letter}`}
                aria-keyshortcuts={`Shift+${letter}`}
                onClick={() => choose(letter)}
              >
                {ranks && chosen ? <span className="text-muted tabular-nums">{at + 1}.</span> : null}
                {letter}
              </Button>
            );
          })}
        </div>
      </fieldset>
      <TextAreaField
        label="Why"
        optional
        rows={2}
        maxLength={2000}
        hint="Shown with your name when all have voted. You may use the letters: it will say what they were for you."
        value={note}
        onChange={(event) => setNote(event.target.value)}
      />
      <FormFailure message={cast.error ? errorSentence(cast.error) : undefined} />
      <div className="grid gap-2 max-md:sticky max-md:bottom-0 max-md:bg-bg max-md:pt-2 max-md:pb-[max(12px,env(safe-area-inset-bottom))]">
        <Button type="submit" variant="primary" size="l" disabled={!complete} loading={cast.isPending}>
          Vote
        </Button>
        <p className="text-center text-muted text-sm">A vote cannot be changed.</p>
      </div>
    </form>
  );
}
