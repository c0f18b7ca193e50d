'use client';

import type { StemView } from '@sweetspot/protocol/views';
import { Pause, Play } from 'lucide-react';
import { IconButton } from '../../components/icon-button.tsx';
import { useReview } from '../review/review-context.tsx';
import { useSolo } from '../review/use-solo.ts';

/** Lets a stem be heard alone where the music is; pressed again, it rests. */
export function HearStemButton({ stem }: { stem: StemView }) {
  const { player } = useReview();
  const solo = useSolo();
  const isHeard = solo.stem?.id === stem.id && solo.sounding;
  return (
    <IconButton
      label={`Hear ${stem.name} alone`}
      hint={false}
      size="s"
      pressed={isHeard}
      disabled={stem.file.state !== 'ready' || !player}
      icon={
        isHeard ? (
          <Pause aria-hidden fill="currentColor" className="size-3.5" />
        ) : (
          <Play aria-hidden fill="currentColor" className="size-3.5" />
        )
      }
      onClick={() => (isHeard ? player?.pause() : solo.hear(stem))}
    />
  );
}
