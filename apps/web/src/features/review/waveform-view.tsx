'use client';

import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react';
import WaveSurfer from 'wavesurfer.js';
import { resolveColor } from '../../components/resolve-color.ts';
import { useThemeVersion } from '../../components/use-theme-version.ts';
import { drawOutline } from './draw-outline.ts';
import { peaksOf } from './peaks-of.ts';
import type { ViewWindow } from './view-window.ts';

export type WaveformHandle = {
  /** Colours what has been played. */
  showProgress: (progress: number) => void;
  /** Brings a moment to the left edge. */
  scrollTo: (seconds: number) => void;
  scrollBy: (pixels: number) => void;
};

/**
 * The picture of a file's sound, drawn by wavesurfer from precomputed peaks alone; sound, pointer and keys are the
 * business of what lies around it.
 */
export default function WaveformView({
  fileId,
  durationSeconds,
  framesPerSecond,
  color,
  scale,
  magnification,
  focus,
  onWindow,
  onFailure,
  ref,
}: {
  fileId: string;
  durationSeconds: number;
  framesPerSecond: number;
  color: string;
  /** factor of the amplitudes, the same for all versions of a song, so that their levels can be compared by eye */
  scale: number;
  /** 1 shows the whole song, 8 an eighth of it */
  magnification: number;
  /** the moment that stays in sight when the magnification changes, in seconds */
  focus: () => number;
  onWindow: (view: ViewWindow) => void;
  onFailure: (message: string | null) => void;
  ref: Ref<WaveformHandle>;
}) {
  const box = useRef<HTMLDivElement>(null);
  const surfer = useRef<WaveSurfer | null>(null);
  const themeVersion = useThemeVersion();
  const [width, setWidth] = useState(0);
  const onResize = () => setWidth(box.current?.clientWidth ?? 0);
  const handlers = useRef({ focus, onWindow, onFailure, onResize });
  handlers.current = { focus, onWindow, onFailure, onResize };

  useEffect(() => {
    const container = box.current;
    if (!container) return;
    const wave = WaveSurfer.create({
      container,
      height: 'auto',
      interact: false,
      cursorWidth: 0,
      hideScrollbar: true,
      autoScroll: false,
      autoCenter: false,
      renderFunction: ([peak, rms], context) => {
        const ratio = Math.max(1, window.devicePixelRatio);
        drawOutline(peak ?? [], rms ?? [], context, { barWidth: Math.round(2 * ratio), gap: Math.round(ratio) });
      },
    });
    surfer.current = wave;
    setWidth(container.clientWidth);
    const tell = (start: number, end: number) => handlers.current.onWindow({ start, end });
    wave.on('scroll', tell);
    wave.on('resize', () => handlers.current.onResize());
    wave.on('error', (error) => {
      if (error.name !== 'AbortError')
        handlers.current.onFailure('The waveform cannot be drawn. The sound still plays.');
    });
    return () => {
      surfer.current = null;
      wave.destroy();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes what the colours resolve to
  useEffect(() => {
    surfer.current?.setOptions({ waveColor: resolveColor('var(--wave)'), progressColor: resolveColor(color) });
  }, [color, themeVersion]);

  useEffect(() => {
    const wave = surfer.current;
    if (!wave || width === 0 || durationSeconds === 0) return;
    let stale = false;
    const pixels = width * magnification * Math.max(1, window.devicePixelRatio);
    peaksOf(fileId)
      .outline((durationSeconds * framesPerSecond) / pixels)
      .then(async ({ min, max, rms }) => {
        if (stale) return;
        const peak = max.map((high, index) => Math.min(1, Math.max(high, -min[index]!) * scale));
        const body = rms.map((value) => Math.min(1, value * scale));
        const pixelsPerSecond = magnification === 1 ? 0 : (width * magnification) / durationSeconds;
        await wave.load('', [peak, body], durationSeconds);
        if (stale) return;
        wave.zoom(pixelsPerSecond);
        const length = durationSeconds / magnification;
        const start = Math.max(0, Math.min(durationSeconds - length, handlers.current.focus() - length / 3));
        wave.setScrollTime(start);
        handlers.current.onFailure(null);
        handlers.current.onWindow({ start, end: start + length });
      })
      .catch((error: unknown) => {
        if (stale || (error instanceof Error && error.name === 'AbortError')) return;
        handlers.current.onFailure('The waveform could not be loaded. The sound still plays.');
      });
    return () => {
      stale = true;
    };
  }, [fileId, durationSeconds, framesPerSecond, scale, magnification, width]);

  useImperativeHandle(ref, () => ({
    showProgress: (progress) => surfer.current?.getRenderer().renderProgress(progress, false),
    scrollTo: (seconds) => surfer.current?.setScrollTime(seconds),
    scrollBy: (pixels) => {
      const wave = surfer.current;
      if (wave) wave.setScroll(wave.getScroll() + pixels);
    },
  }));

  return <div ref={box} aria-hidden className="size-full" />;
}
