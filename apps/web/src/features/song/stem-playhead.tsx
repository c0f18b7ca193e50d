'use client';

import { useEffectEvent, useLayoutEffect, useRef } from 'react';
import { useReview } from '../review/review-context.tsx';
import { useAnimationFrame } from '../review/use-animation-frame.ts';
import { usePlayerSnapshot } from '../review/use-player-snapshot.ts';

/** Over the picture of the stem that is heard alone: where the music is. A click goes there; keys move it as anywhere. */
export function StemPlayhead({ durationSeconds }: { durationSeconds: number }) {
  const { player } = useReview();
  const playing = usePlayerSnapshot(({ state }) => state === 'playing');
  const position = usePlayerSnapshot(({ positionSamples }) => positionSamples);
  const line = useRef<HTMLSpanElement>(null);
  const paint = useEffectEvent(() => {
    const place = Math.min(1, (player?.positionSeconds() ?? 0) / durationSeconds);
    if (line.current) line.current.style.left = `${100 * place}%`;
  });
  useAnimationFrame(playing, paint);
  // biome-ignore lint/correctness/useExhaustiveDependencies: painted again when the position has changed
  useLayoutEffect(() => paint(), [position]);
  return (
    <span
      aria-hidden
      className="absolute inset-0 cursor-pointer"
      onPointerDown={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        const seconds = ((event.clientX - left) / width) * durationSeconds;
        player?.seek(seconds * player.getSnapshot().sampleRate);
      }}
    >
      <span ref={line} className="pointer-events-none absolute inset-y-0 w-[1.5px] bg-ink" />
    </span>
  );
}
