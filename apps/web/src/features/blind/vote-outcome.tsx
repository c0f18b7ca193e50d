'use client';

import type { VoteView } from '@sweetspot/protocol/blind-tests';
import { blindLetters } from '@sweetspot/protocol/blind-tests';
import { Avatar } from '../../components/avatar.tsx';
import { versionColor } from '../../components/version-color.ts';

/** What came of a vote: bars, who chose what, what they wrote, and how much it says. */
export function VoteOutcome({ test }: { test: VoteView }) {
  const { result } = test;
  if (!result) return null;
  const most = Math.max(1, ...result.versions.map(({ votes }) => votes));
  const noted = result.ballots.filter(({ note }) => note !== '');
  return (
    <div className="grid gap-5">
      <p role="status" className="text-pretty font-semibold text-xl leading-snug">
        {result.sentence}
      </p>
      <ul aria-label="Votes" className="grid gap-3">
        {result.versions.map(({ version, votes, meanRank }) => {
          const by = result.ballots.filter(({ choice }) => choice[0]?.id === version.id);
          return (
            <li key={version.id} className="grid gap-1">
              <div className="flex items-baseline justify-between gap-3">
                <span className="font-semibold">
                  {version.label}
                  {version.removed ? <span className="font-normal text-muted"> (removed)</span> : null}
                </span>
                <span className="text-muted tabular-nums">
                  {votes === 1 ? '1 vote' : `${votes} votes`}
                  {meanRank === null ? '' : ` · place ${meanRank.toFixed(1)} on average`}
                </span>
              </div>
              <div aria-hidden className="h-3 overflow-hidden rounded-full bg-line">
                <div
                  className="h-full rounded-full"
                  style={{ width: `${(votes / most) * 100}%`, background: versionColor(version) }}
                />
              </div>
              {by.length > 0 ? (
                <p className="text-muted text-sm">{by.map((ballot) => ballot.by.name).join(', ')}</p>
              ) : null}
            </li>
          );
        })}
      </ul>
      {noted.length > 0 ? (
        <ul aria-label="What they wrote" className="grid gap-3">
          {noted.map(({ by, note, heard }) => (
            <li key={by.id} className="flex gap-2.5">
              <Avatar name={by.name} pictureUrl={by.pictureUrl} decorative />
              <div className="min-w-0">
                <p>
                  <span className="font-semibold">{by.name}</span>{' '}
                  <span className="whitespace-pre-line text-pretty">{note}</span>
                </p>
                <p className="text-muted text-sm">
                  {heard.map(({ label }, index) => `${blindLetters[index]} was ${label}`).join(', ')}
                </p>
              </div>
            </li>
          ))}
        </ul>
      ) : null}
      {result.silent.length > 0 ? (
        <p className="text-muted text-sm">Did not vote: {result.silent.map(({ name }) => name).join(', ')}</p>
      ) : null}
      {result.pValue === null ? null : (
        <p className="text-muted text-sm">
          Exact multinomial test of the first choices against picking at random: p = {result.pValue.toPrecision(2)}.
        </p>
      )}
    </div>
  );
}
