'use client';

import { type BlindTestView, type VoteMethod, votedVersions } from '@sweetspot/protocol/blind-tests';
import type { VersionView } from '@sweetspot/protocol/views';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { Checkbox } from '../../components/checkbox.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { TextField } from '../../components/text-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';

const methods: { value: VoteMethod; label: string }[] = [
  { value: 'pick', label: 'Pick one' },
  { value: 'rank', label: 'Put in order' },
];

const toggled = <T,>(all: readonly T[], one: T): T[] =>
  all.includes(one) ? all.filter((each) => each !== one) : [...all, one];

/** What is asked, about which versions, and whom. */
export function VoteSetup({
  songId,
  versions,
  onStart,
}: {
  songId: string;
  versions: readonly VersionView[];
  onStart: (test: BlindTestView) => void;
}) {
  const trpc = useTRPC();
  const usual = versions.filter(({ kind }) => kind === versions[0]!.kind);
  const [chosen, setChosen] = useState(
    (usual.length >= votedVersions.least ? usual : versions).slice(0, 3).map(({ id }) => id),
  );
  const [question, setQuestion] = useState('Which one goes on?');
  const [method, setMethod] = useState<VoteMethod>('pick');
  /** Who is asked; null as long as nobody was chosen by hand: then the team. */
  const [asked, setAsked] = useState<string[] | null>(null);
  const enough = chosen.length >= votedVersions.least && chosen.length <= votedVersions.most;
  const candidates = useQuery({
    ...trpc.blindTests.listCandidates.queryOptions({ songId, versionIds: chosen }),
    enabled: enough,
    placeholderData: keepPreviousData,
  });
  const people = candidates.data ?? [];
  const askedIds = asked ?? people.filter(({ team }) => team).map(({ person }) => person.id);
  const askedPeople = people.filter(({ person }) => askedIds.includes(person.id)).map(({ person }) => person);
  const start = useMutation(trpc.blindTests.startVote.mutationOptions({ onSuccess: onStart }));
  const failure = start.error ?? candidates.error;
  return (
    <form
      className="grid content-start gap-4 rounded-l border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({
          songId,
          versionIds: chosen,
          question,
          method,
          asked: askedPeople.map(({ kind, id }) => ({ kind, id })),
        });
      }}
    >
      <div>
        <h3 className="font-semibold text-lg">Which one do we prefer?</h3>
        <p className="text-pretty text-muted">
          A blind vote: everybody hears A, B, C in an order of their own. Names are shown when all have voted.
        </p>
      </div>
      <TextField
        label="Question"
        required
        maxLength={200}
        value={question}
        onChange={(event) => setQuestion(event.target.value)}
      />
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Versions, two to six</legend>
        <div className="grid max-h-44 gap-1 overflow-y-auto">
          {versions.map(({ id, label, name }) => (
            <Checkbox
              key={id}
              label={name ? `${label} ${name}` : label}
              checked={chosen.includes(id)}
              onChange={() => setChosen(toggled(chosen, id))}
              disabled={!chosen.includes(id) && chosen.length >= votedVersions.most}
            />
          ))}
        </div>
      </fieldset>
      <SegmentedControl
        label="How to vote"
        value={method}
        onChange={setMethod}
        options={methods}
        className="justify-self-start"
      />
      <fieldset className="grid gap-1">
        <legend className="mb-1 font-medium">Who is asked</legend>
        {enough ? (
          <div className="grid max-h-44 gap-1 overflow-y-auto">
            {people.map(({ person, team }) => (
              <Checkbox
                key={person.id}
                label={person.name}
                hint={person.kind === 'guest' ? 'came through a share link' : team ? undefined : 'client'}
                checked={askedIds.includes(person.id)}
                onChange={() => setAsked(toggled(askedIds, person.id))}
              />
            ))}
          </div>
        ) : (
          <p className="text-muted">Choose the versions first.</p>
        )}
      </fieldset>
      <FormFailure message={failure ? errorSentence(failure) : undefined} />
      <Button
        type="submit"
        variant="primary"
        disabled={!enough || askedPeople.length === 0 || question.trim() === ''}
        loading={start.isPending}
      >
        {askedPeople.length === 1 ? 'Ask one person' : `Ask ${askedPeople.length} people`}
      </Button>
    </form>
  );
}
