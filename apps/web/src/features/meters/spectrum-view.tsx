'use client';

import { liveBandsHz, liveReadingOf } from '@sweetspot/dsp/live-meter';
import type { Meters } from '@sweetspot/player/meters';
import { useEffect, useMemo, useRef } from 'react';
import { cx } from '../../components/cx.ts';
import { resolveColor } from '../../components/resolve-color.ts';
import { useThemeVersion } from '../../components/use-theme-version.ts';
import { useAnimationFrame } from '../review/use-animation-frame.ts';
import { drawSpectrum } from './draw-spectrum.ts';
import { fall } from './fall.ts';

const fallDbPerSecond = 36;
const heldFallDbPerSecond = 4;
const silent = () => new Float32Array(liveBandsHz.length).fill(Number.NEGATIVE_INFINITY);

/** What frequencies sound this moment, and the largest of a while. */
export function SpectrumView({
  meters,
  color,
  className,
}: {
  meters: Meters | null;
  color: string;
  className: string;
}) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useThemeVersion();
  // biome-ignore lint/correctness/useExhaustiveDependencies: what the variables stand for changes with the theme
  const colors = useMemo(
    () => ({ line: resolveColor(color), grid: resolveColor('var(--line)'), text: resolveColor('var(--muted)') }),
    [color, theme],
  );
  const shown = useRef({ bands: silent(), held: silent(), atMs: 0 });
  const size = useRef({ width: 0, height: 0 });
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      size.current = { width, height };
      element.width = Math.round(width * devicePixelRatio);
      element.height = Math.round(height * devicePixelRatio);
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useAnimationFrame(true, () => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const now = performance.now();
    const seconds = Math.min(0.25, (now - shown.current.atMs) / 1000);
    shown.current.atMs = now;
    if (meters) {
      const { bandsDb } = liveReadingOf(meters.values);
      fall(shown.current.bands, bandsDb, fallDbPerSecond, seconds);
      fall(shown.current.held, bandsDb, heldFallDbPerSecond, seconds);
    }
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    drawSpectrum(context, size.current, shown.current, colors);
  });
  // The canvas takes the room there is: its own size must not make any.
  return (
    <div className={cx('relative', className)}>
      <canvas
        ref={canvas}
        role="img"
        aria-label="Spectrum of what plays, 20 Hz to 20 kHz"
        className="absolute inset-0 size-full"
      />
    </div>
  );
}
