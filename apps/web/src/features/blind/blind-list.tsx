'use client';

import type { BlindTestView } from '@sweetspot/protocol/blind-tests';
import { ChevronRight } from 'lucide-react';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';

/** Tests and votes, each with where it stands; a press opens it. */
export function BlindList({
  label,
  tests,
  onOpen,
}: {
  label: string;
  tests: readonly BlindTestView[];
  onOpen: (id: string) => void;
}) {
  if (tests.length === 0) return null;
  return (
    <section aria-label={label} className="grid gap-2">
      <h3 className="font-semibold text-lg">{label}</h3>
      <ul className="divide-y divide-line overflow-hidden rounded-l border border-line bg-surface">
        {tests.map((test) => (
          <li key={test.id}>
            <button
              type="button"
              onClick={() => onOpen(test.id)}
              className="flex w-full items-center gap-3 px-4 py-3 text-left hover:bg-hover"
            >
              <span className="min-w-0 flex-1">
                <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="font-medium">{titleOf(test)}</span>
                  <StateTag test={test} />
                </span>
                <span className="block text-pretty text-muted text-sm">
                  {test.result ? test.result.sentence : standingOf(test)} · <RelativeTime date={test.createdAt} />
                </span>
              </span>
              <ChevronRight aria-hidden className="size-4 shrink-0 text-muted" />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

function titleOf(test: BlindTestView): string {
  if (test.kind === 'vote') return test.question;
  return test.result ? `ABX: ${test.result.a.label} and ${test.result.b.label}` : 'ABX test';
}

function standingOf(test: BlindTestView): string {
  return test.kind === 'abx'
    ? `${test.answered} of ${test.trialCount} trials answered`
    : `${test.startedBy.name} asks; ${test.votedCount} of ${test.askedCount} have voted`;
}

function StateTag({ test }: { test: BlindTestView }) {
  if (test.state === 'running') {
    if (test.kind === 'abx') return <Tag tone="accent">Unfinished</Tag>;
    return test.mine === 'waited-for' ? <Tag tone="accent">Your vote</Tag> : <Tag>Running</Tag>;
  }
  if (test.state === 'version_removed') return <Tag>A version was removed</Tag>;
  if (test.state === 'stopped') return <Tag>{test.kind === 'abx' ? 'Stopped' : 'Closed early'}</Tag>;
  return null;
}
