'use client';

import type { AbxView, RevealedVersion } from '@sweetspot/protocol/blind-tests';
import { Check, X } from 'lucide-react';
import { cx } from '../../components/cx.ts';
import { versionColor } from '../../components/version-color.ts';

/** What came of an ABX test: the sentence, the trials, and how far from guessing it is. */
export function AbxOutcome({ test }: { test: AbxView }) {
  const { result } = test;
  if (!result) return null;
  return (
    <div className="grid gap-5">
      <p role="status" className="text-pretty font-semibold text-xl leading-snug">
        {result.sentence}
      </p>
      <p className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <Side letter="A" version={result.a} />
        <Side letter="B" version={result.b} />
      </p>
      <ol aria-label="Trials" className="flex flex-wrap gap-1.5">
        {result.trials.map(({ xIsA, saidA }, index) => {
          const right = xIsA === saidA;
          const told = `Trial ${index + 1}: X was ${xIsA ? 'A' : 'B'}, you said ${saidA ? 'A' : 'B'}`;
          return (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: a trial is its number
              key={index}
              title={told}
              className={cx(
                'grid size-8 place-items-center rounded-m border',
                right ? 'border-ok/60 bg-ok/10 text-ok' : 'border-line-strong text-muted',
              )}
            >
              {right ? <Check aria-hidden className="size-4" /> : <X aria-hidden className="size-4" />}
              <span className="sr-only">{`${told}, ${right ? 'right' : 'wrong'}`}</span>
            </li>
          );
        })}
      </ol>
      {result.hitRate ? <HitRate test={test} {...result.hitRate} rate={result.correct / test.trialCount} /> : null}
    </div>
  );
}

function Side({ letter, version }: { letter: string; version: RevealedVersion }) {
  return (
    <span className="flex items-center gap-2">
      <span className="font-semibold">{letter}</span>
      <i aria-hidden className="h-4 w-1 rounded-full" style={{ background: versionColor(version) }} />
      {version.label}
      {version.removed ? <span className="text-muted">(removed)</span> : null}
    </span>
  );
}

/** The share of hits on a line from never to always, with where the true one lies and where guessing would be. */
function HitRate({ test, rate, low, high }: { test: AbxView; rate: number; low: number; high: number }) {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const chance = test.result?.pValue;
  return (
    <figure className="grid gap-2">
      <div aria-hidden className="relative h-10">
        <span className="absolute inset-x-0 top-1/2 h-px bg-line-strong" />
        <span className="absolute inset-y-0 left-1/2 w-px bg-muted" />
        <span
          className="absolute top-1/2 h-3 -translate-y-1/2 rounded-full bg-accent/40"
          style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
        />
        <span
          className="absolute top-1/2 size-4 -translate-1/2 rounded-full bg-accent"
          style={{ left: `${rate * 100}%` }}
        />
      </div>
      <div aria-hidden className="flex justify-between text-muted text-sm">
        <span>never right</span>
        <span>guessing</span>
        <span>always right</span>
      </div>
      <figcaption className="text-pretty text-muted text-sm">
        {percent(rate)} right; with 95 % confidence your true rate lies between {percent(low)} and {percent(high)}{' '}
        (Clopper and Pearson).
        {chance == null ? '' : ` Chance of guessing it: p = ${formatChance(chance)} (exact, one-sided).`}
      </figcaption>
    </figure>
  );
}

const formatChance = (chance: number): string => (chance < 0.0001 ? 'less than 0.0001' : chance.toPrecision(2));
