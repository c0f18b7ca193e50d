'use client';

import { liveReadingOf } from '@sweetspot/dsp/live-meter';
import type { Meters } from '@sweetspot/player/meters';
import { useRef } from 'react';
import { useAnimationFrame } from '../review/use-animation-frame.ts';
import { fall } from './fall.ts';

const bottomDb = -48;
const fallDbPerSecond = 12;
/** 0 … 100 % of a bar. */
const share = (db: number): number => Math.min(1, Math.max(0, 1 - db / bottomDb)) * 100;

/** Level of left and right, from −48 dBFS to full scale, and how the two agree. Pictures of what the numbers say. */
export function LevelBars({ meters }: { meters: Meters | null }) {
  const bars = useRef<(HTMLDivElement | null)[]>([]);
  const needle = useRef<HTMLDivElement>(null);
  const shown = useRef({ levels: new Float32Array(2).fill(bottomDb), atMs: 0 });
  useAnimationFrame(true, () => {
    const now = performance.now();
    const seconds = Math.min(0.25, (now - shown.current.atMs) / 1000);
    shown.current.atMs = now;
    if (!meters) return;
    const { recent } = liveReadingOf(meters.values);
    const { left, right } = recent.rmsDbfs;
    fall(shown.current.levels, Float32Array.of(left, right), fallDbPerSecond, seconds);
    shown.current.levels.forEach((db, channel) => {
      const bar = bars.current[channel];
      if (bar) bar.style.width = `${share(db)}%`;
    });
    if (needle.current) {
      needle.current.style.left = `${((recent.correlation ?? 0) + 1) * 50}%`;
      needle.current.style.background = (recent.correlation ?? 0) < 0 ? 'var(--bad)' : 'var(--ok)';
    }
  });
  return (
    <div aria-hidden className="grid gap-1.5 text-[11px] text-muted">
      {['L', 'R'].map((name, channel) => (
        <div key={name} className="flex items-center gap-2">
          <span className="w-3">{name}</span>
          <div className="relative h-2 flex-1 overflow-hidden rounded-s bg-line">
            <div
              ref={(element) => {
                bars.current[channel] = element;
              }}
              className="h-full w-0 bg-ok"
            />
          </div>
        </div>
      ))}
      <div className="mt-1 flex items-center gap-2">
        <span className="w-3">−1</span>
        <div className="relative h-2 flex-1 rounded-s bg-line">
          <div className="absolute inset-y-0 left-1/2 w-px bg-line-strong" />
          <div ref={needle} className="absolute -inset-y-0.5 left-1/2 w-1 -translate-x-1/2 rounded-full bg-ok" />
        </div>
        <span className="w-3 text-right">+1</span>
      </div>
    </div>
  );
}
