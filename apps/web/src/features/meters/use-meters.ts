'use client';

import type { Meters } from '@sweetspot/player/meters';
import { useEffect, useState } from 'react';
import { useReview } from '../review/review-context.tsx';

/** The meters of what this page plays; null until the first sound, `failed` where the engine cannot be loaded. */
export function useMeters(): Meters | null | 'failed' {
  const { player } = useReview();
  const [meters, setMeters] = useState<Meters | null | 'failed'>(null);
  useEffect(() => {
    if (!player) return;
    let closed = false;
    let opened: Meters | null = null;
    const stop = player.onOutput((context, node) => {
      import('@sweetspot/player/meters')
        .then((module) => module.Meters.open(context, node))
        .then((ready) => {
          if (closed) return ready.close();
          opened = ready;
          setMeters(ready);
        })
        .catch((error: unknown) => {
          console.warn('The meters could not be opened.', error);
          if (!closed) setMeters('failed');
        });
    });
    return () => {
      closed = true;
      stop();
      opened?.close();
      setMeters(null);
    };
  }, [player]);
  return meters;
}
