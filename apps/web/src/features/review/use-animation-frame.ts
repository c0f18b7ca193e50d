'use client';

import { useEffect, useEffectEvent } from 'react';

/** Calls back before every frame, as long as `active`, and once when it no longer is. */
export function useAnimationFrame(active: boolean, paint: () => void): void {
  const run = useEffectEvent(paint);
  useEffect(() => {
    run();
    if (!active) return;
    let frame = requestAnimationFrame(function next() {
      run();
      frame = requestAnimationFrame(next);
    });
    return () => cancelAnimationFrame(frame);
  }, [active]);
}
