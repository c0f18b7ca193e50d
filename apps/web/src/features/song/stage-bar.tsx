'use client';

import type { Stage } from '@sweetspot/protocol/songs';
import type { SongView, StageMove } from '@sweetspot/protocol/views';
import { ArrowRight, Check } from 'lucide-react';
import dynamic from 'next/dynamic';
import { Fragment, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { stageName } from '../../components/stage-name.ts';

const StageMoveDialog = dynamic(() => import('./stage-move-dialog.tsx'), { ssr: false });

/** Where the song is on its way, what is missing for the next step, and the way there and back. */
export function StageBar({ song }: { song: SongView }) {
  const [move, setMove] = useState<StageMove | null>(null);
  const now = song.steps.find(({ state }) => state === 'now');
  const forward = song.moves.find(({ direction }) => direction === 'forward');
  const moveTo = (stage: Stage) => song.moves.find(({ to, allowed }) => to === stage && allowed);
  return (
    <nav
      aria-label="Stages"
      className="flex h-12 items-center gap-1 border-line border-b bg-bg px-4 font-medium max-md:px-2 lg:sticky lg:top-13 lg:z-20"
    >
      <div className="relative min-w-0 overflow-x-auto [scrollbar-width:none]">
        <ol className="flex items-center gap-1">
          {song.steps.map(({ stage, state }, index) => {
            const step = (
              <>
                {/* Nothing comes after the last stage: whoever is there is done. */}
                <StageDot state={stage === 'delivered' && state === 'now' ? 'done' : state} />
                <span className={state === 'now' ? undefined : 'max-md:sr-only'}>{stageName(stage)}</span>
                <span className="sr-only">{{ done: ', done', now: ', now', next: ', to come' }[state]}</span>
              </>
            );
            const look = cx(
              'flex h-8 items-center gap-2 whitespace-nowrap rounded-m px-2.5 touch:h-11 max-md:min-w-11 max-md:justify-center',
              state === 'now' ? 'bg-hover text-ink' : state === 'done' ? 'text-muted' : 'text-faint',
            );
            const target = moveTo(stage);
            return (
              <Fragment key={stage}>
                {index > 0 ? (
                  <li aria-hidden className="text-line-strong">
                    <span className="block h-px w-3 bg-current" />
                  </li>
                ) : null}
                <li aria-current={state === 'now' ? 'step' : undefined}>
                  {target ? (
                    <button
                      type="button"
                      className={cx(look, 'hover:bg-hover hover:text-ink')}
                      onClick={() => setMove(target)}
                    >
                      {step}
                    </button>
                  ) : (
                    <span className={look}>{step}</span>
                  )}
                </li>
              </Fragment>
            );
          })}
        </ol>
      </div>
      <span className="flex-1" />
      <NextStep missing={now?.missing ?? []} move={forward ?? null} onMove={setMove} />
      {move ? <StageMoveDialog songId={song.id} move={move} onClose={() => setMove(null)} /> : null}
    </nav>
  );
}

function StageDot({ state }: { state: 'done' | 'now' | 'next' }) {
  return (
    <span
      aria-hidden
      className={cx(
        'grid size-3.5 place-items-center rounded-full border-[1.5px]',
        state === 'done' && 'border-ok bg-ok text-bg',
        state === 'now' && 'border-accent bg-[conic-gradient(var(--accent)_50%,transparent_0)]',
        state === 'next' && 'border-control-line',
      )}
    >
      {state === 'done' ? <Check className="size-2.5" strokeWidth={4} /> : null}
    </span>
  );
}

function NextStep({
  missing,
  move,
  onMove,
}: {
  missing: readonly string[];
  move: StageMove | null;
  onMove: (move: StageMove) => void;
}) {
  if (move?.allowed)
    return (
      <Button
        size="s"
        variant="primary"
        icon={<ArrowRight aria-hidden className="size-4" />}
        onClick={() => onMove(move)}
        className="max-md:hidden"
      >
        {move.to === 'delivered' ? 'Mark as delivered' : `On to ${stageName(move.to).toLowerCase()}`}
      </Button>
    );
  if (missing.length === 0) return null;
  return (
    <span className="min-w-0 truncate font-normal text-muted max-md:hidden" title={missing.join(' ')}>
      {missing[0]}
    </span>
  );
}

/** On a phone the next step stands below the bar, in full. */
export function NextStepLine({ song }: { song: SongView }) {
  const [move, setMove] = useState<StageMove | null>(null);
  const now = song.steps.find(({ state }) => state === 'now');
  const forward = song.moves.find(({ direction, allowed }) => direction === 'forward' && allowed);
  if (!forward && (now?.missing.length ?? 0) === 0) return null;
  return (
    <div className="text-muted text-sm md:hidden">
      {forward ? (
        <Button variant="primary" className="w-full" onClick={() => setMove(forward)}>
          {forward.to === 'delivered' ? 'Mark as delivered' : `On to ${stageName(forward.to).toLowerCase()}`}
        </Button>
      ) : (
        now?.missing.join(' ')
      )}
      {move ? <StageMoveDialog songId={song.id} move={move} onClose={() => setMove(null)} /> : null}
    </div>
  );
}
