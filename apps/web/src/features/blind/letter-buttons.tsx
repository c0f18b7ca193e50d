'use client';

import type { ComparePlayer } from '@sweetspot/player/compare-player';
import { cx } from '../../components/cx.ts';
import { Kbd } from '../../components/kbd.tsx';
import { useSnapshotOf } from './use-blind-player.ts';

/** A letter, and under which name its sound is fetched: `x3` for the X of the third trial. */
export type Letter = { letter: string; alias: string };

/** The sounds by their letters, big enough for a thumb; the one that is heard is pressed. All look alike. */
export function LetterButtons({
  player,
  letters,
  awaited,
  onHear,
}: {
  player: ComparePlayer | null;
  letters: readonly Letter[];
  /** the alias that was asked for and is not there yet */
  awaited: string | null;
  onHear: (letter: string) => void;
}) {
  const current = useSnapshotOf(player, ({ versionId }) => versionId);
  const pending = useSnapshotOf(player, ({ pendingVersionId }) => pendingVersionId);
  const waiting = awaited ?? pending;
  const heard = waiting ?? current;
  return (
    <fieldset
      aria-label="What to hear"
      className={cx(
        'grid gap-2',
        letters.length === 2 ? 'grid-cols-2' : letters.length === 4 ? 'grid-cols-2 md:grid-cols-4' : 'grid-cols-3',
      )}
    >
      {/* For who switches by a key and does not see it. */}
      <p role="status" className="sr-only">
        {letters.find(({ alias }) => alias === heard)?.letter}
      </p>
      {letters.map(({ letter, alias }, index) => (
        <button
          key={letter}
          type="button"
          aria-label={letter}
          aria-pressed={heard === alias}
          aria-keyshortcuts={`${letter} ${index + 1}`}
          disabled={player === null}
          onClick={() => onHear(letter)}
          className={cx(
            'flex h-24 items-center justify-center gap-2 rounded-l border font-semibold text-2xl transition-colors duration-100 disabled:opacity-50 md:h-28',
            heard === alias ? 'border-accent bg-accent-soft' : 'border-line-strong bg-raised hover:bg-hover',
            waiting === alias && 'animate-shimmer',
          )}
        >
          {letter}
          <Kbd>{index + 1}</Kbd>
        </button>
      ))}
    </fieldset>
  );
}
