'use client';

import { formatTime } from '@sweetspot/protocol/time';
import { type KeyboardEvent, type PointerEvent, useEffect, useEffectEvent, useRef } from 'react';
import { useReview } from './review-context.tsx';
import { usePlayerSnapshot } from './use-player-snapshot.ts';
import { momentAt, type ViewWindow } from './view-window.ts';

/** Where a key of the slider leads, in seconds; null for keys that are not the slider's. */
function keyTarget(key: string, shift: boolean, seconds: number, durationSeconds: number): number | null {
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return seconds + (shift ? 1 : 5);
    case 'ArrowLeft':
    case 'ArrowDown':
      return seconds - (shift ? 1 : 5);
    case 'PageUp':
      return seconds + 30;
    case 'PageDown':
      return seconds - 30;
    case 'Home':
      return 0;
    case 'End':
      return durationSeconds;
    default:
      return null;
  }
}

/**
 * The waveform as a slider: click or drag to seek, drag with Shift for a range to comment on, arrows and Home/End by
 * keyboard. Its value is spoken as time.
 */
export function SeekSurface({
  view,
  durationSeconds,
  onScroll,
}: {
  view: ViewWindow;
  durationSeconds: number;
  onScroll: (pixels: number) => void;
}) {
  const { player, version, draft, setDraft, can } = useReview();
  const sampleRate = usePlayerSnapshot((snapshot) => snapshot.sampleRate);
  const seconds = usePlayerSnapshot((snapshot) => Math.floor(snapshot.positionSamples / snapshot.sampleRate));
  const surface = useRef<HTMLDivElement>(null);
  const drag = useRef<{ kind: 'seek' | 'range'; from: number } | null>(null);

  const momentOf = (event: PointerEvent): number => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    return momentAt(view, Math.max(0, Math.min(1, (event.clientX - left) / width)));
  };
  const seekTo = (moment: number) => player?.seek(Math.max(0, Math.min(durationSeconds, moment)) * sampleRate);
  const rangeTo = (moment: number) => {
    if (!version || !drag.current) return;
    const [start, end] = [drag.current.from, moment].sort((a, b) => a - b) as [number, number];
    setDraft({
      versionId: version.id,
      startSample: Math.round(start * sampleRate),
      endSample: end - start < 0.02 ? null : Math.round(end * sampleRate),
      openEnd: false,
    });
  };
  const down = (event: PointerEvent<HTMLDivElement>) => {
    if (event.button !== 0) return;
    const moment = momentOf(event);
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { kind: event.shiftKey && can('comment.add') ? 'range' : 'seek', from: moment };
    if (drag.current.kind === 'seek') seekTo(moment);
    else rangeTo(moment);
  };
  const move = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current?.kind === 'seek') seekTo(momentOf(event));
    else if (drag.current?.kind === 'range') rangeTo(momentOf(event));
  };
  const up = (event: PointerEvent<HTMLDivElement>) => {
    if (drag.current?.kind === 'seek' && draft?.openEnd && version) {
      const at = Math.round(momentOf(event) * sampleRate);
      const [start, end] = [draft.startSample, at].sort((a, b) => a - b) as [number, number];
      setDraft({ ...draft, startSample: start, endSample: end === start ? null : end, openEnd: false });
    }
    drag.current = null;
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const target = keyTarget(event.key, event.shiftKey, player?.positionSeconds() ?? 0, durationSeconds);
    if (target === null) return;
    event.preventDefault();
    event.stopPropagation();
    seekTo(target);
  };

  // React listens to wheels passively, and a passive listener cannot keep the page from scrolling.
  const scrolled = useEffectEvent((event: WheelEvent) => {
    const pixels = Math.abs(event.deltaX) > Math.abs(event.deltaY) ? event.deltaX : event.shiftKey ? event.deltaY : 0;
    if (pixels === 0 || view.end - view.start >= durationSeconds) return;
    event.preventDefault();
    onScroll(pixels);
  });
  useEffect(() => {
    const element = surface.current;
    const listener = (event: WheelEvent) => scrolled(event);
    element?.addEventListener('wheel', listener, { passive: false });
    return () => element?.removeEventListener('wheel', listener);
  }, []);

  return (
    <div
      ref={surface}
      role="slider"
      tabIndex={0}
      aria-label={`Position in ${version?.label ?? 'the song'}`}
      aria-valuemin={0}
      aria-valuemax={Math.floor(durationSeconds)}
      aria-valuenow={Math.min(Math.floor(durationSeconds), seconds)}
      aria-valuetext={`${formatTime(seconds, 0)} of ${formatTime(durationSeconds, 0)}`}
      className="absolute inset-0 cursor-text touch-pan-y -outline-offset-2"
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onKeyDown={key}
    />
  );
}
