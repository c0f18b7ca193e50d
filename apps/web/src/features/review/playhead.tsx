'use client';

import { formatTime } from '@sweetspot/protocol/time';
import { type RefObject, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { useReview } from './review-context.tsx';
import { useAnimationFrame } from './use-animation-frame.ts';
import { usePlayerSnapshot } from './use-player-snapshot.ts';
import { placeIn, type ViewWindow } from './view-window.ts';
import type { WaveformHandle } from './waveform-view.tsx';

/** The line that moves with the sound, painted on every frame without asking React. */
export function Playhead({
  view,
  durationSeconds,
  wave,
}: {
  view: ViewWindow;
  durationSeconds: number;
  wave: RefObject<WaveformHandle | null>;
}) {
  const { player } = useReview();
  const playing = usePlayerSnapshot(({ state }) => state === 'playing');
  const position = usePlayerSnapshot(({ positionSamples }) => positionSamples);
  const line = useRef<HTMLDivElement>(null);
  const flag = useRef<HTMLSpanElement>(null);
  const last = useRef({ view, inside: true });

  const paint = useEffectEvent(() => {
    const seconds = player?.positionSeconds() ?? 0;
    const place = placeIn(view, seconds);
    if (line.current) {
      line.current.style.left = `${place * 100}%`;
      line.current.style.visibility = place < 0 || place > 1 ? 'hidden' : 'visible';
    }
    if (flag.current) {
      flag.current.textContent = formatTime(seconds, 1);
      flag.current.dataset['side'] = place > 0.9 ? 'left' : 'right';
    }
    if (durationSeconds > 0) wave.current?.showProgress(Math.min(1, seconds / durationSeconds));
    // Zoomed in, the page turns when the line leaves it; not when somebody scrolls away from the line.
    const inside = place >= 0 && place <= 1;
    if (!inside && last.current.inside && last.current.view === view) wave.current?.scrollTo(seconds);
    last.current = { view, inside };
  });
  useAnimationFrame(playing, paint);
  // biome-ignore lint/correctness/useExhaustiveDependencies: painted again when any of these has changed
  useLayoutEffect(() => paint(), [view, position, durationSeconds]);

  return (
    <div ref={line} aria-hidden className="pointer-events-none absolute inset-y-0 z-1 w-[1.5px] bg-ink">
      <span
        ref={flag}
        className="absolute top-1.5 left-1.5 rounded-s bg-ink px-1.5 font-semibold text-[11px] text-bg tabular-nums leading-4 data-[side=left]:right-1.5 data-[side=left]:left-auto"
      />
    </div>
  );
}
