'use client';

import { type BlindTestView, trialCounts } from '@sweetspot/protocol/blind-tests';
import type { VersionView } from '@sweetspot/protocol/views';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { Button } from '../../components/button.tsx';
import { FormFailure } from '../../components/form-failure.tsx';
import { SegmentedControl } from '../../components/segmented-control.tsx';
import { SelectField } from '../../components/select-field.tsx';
import { errorSentence } from '../api/api-error.ts';
import { useTRPC } from '../api/use-trpc.ts';

const offered = [trialCounts.least, 12, trialCounts.usual, 24, trialCounts.most].map((count) => ({
  value: String(count),
  label: String(count),
}));

/** Which two, and how many trials: fixed before the first. */
export function AbxSetup({
  songId,
  versions,
  versionId,
  onStart,
}: {
  songId: string;
  /** that can be compared, two at least */
  versions: readonly VersionView[];
  /** the one that was heard */
  versionId: string | null;
  onStart: (test: BlindTestView) => void;
}) {
  const trpc = useTRPC();
  const heard = versions.find(({ id }) => id === versionId) ?? versions[0]!;
  const [first, setFirst] = useState(heard.id);
  const [second, setSecond] = useState((versions.find(({ id }) => id !== heard.id) ?? heard).id);
  const [trials, setTrials] = useState(String(trialCounts.usual));
  const start = useMutation(trpc.blindTests.startAbx.mutationOptions({ onSuccess: onStart }));
  const options = versions.map(({ id, label, name }) => ({ value: id, label: name ? `${label} ${name}` : label }));
  return (
    <form
      className="grid content-start gap-4 rounded-l border border-line bg-surface p-5"
      onSubmit={(event) => {
        event.preventDefault();
        start.mutate({ songId, versionIds: [first, second], trialCount: Number(trials) });
      }}
    >
      <div>
        <h3 className="font-semibold text-lg">Can I hear a difference?</h3>
        <p className="text-pretty text-muted">
          ABX: X is A or B, tossed anew in each trial. You say which. What guessing would get is told at the end.
        </p>
      </div>
      <SelectField label="One version" value={first} onChange={setFirst} options={options} />
      <SelectField label="Another version" value={second} onChange={setSecond} options={options} />
      <div className="grid gap-1.5">
        <span className="font-medium">Trials</span>
        <SegmentedControl
          label="Trials"
          value={trials}
          onChange={setTrials}
          options={offered}
          className="justify-self-start"
        />
      </div>
      <FormFailure message={start.error ? errorSentence(start.error) : undefined} />
      <Button type="submit" variant="primary" disabled={first === second} loading={start.isPending}>
        Start the ABX test
      </Button>
    </form>
  );
}
