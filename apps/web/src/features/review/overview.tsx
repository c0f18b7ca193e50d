'use client';

import { type PointerEvent, useRef } from 'react';
import { WaveformThumbnail } from '../../components/waveform-thumbnail.tsx';
import { placeIn, type ViewWindow } from './view-window.ts';

/** The whole song under a zoomed waveform, with the part in sight marked; drag it to look elsewhere. */
export function Overview({
  fileId,
  durationSeconds,
  view,
  onMove,
}: {
  fileId: string;
  durationSeconds: number;
  view: ViewWindow;
  onMove: (startSeconds: number) => void;
}) {
  const whole = { start: 0, end: durationSeconds };
  const dragging = useRef(false);
  const move = (event: PointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const middle = ((event.clientX - left) / width) * durationSeconds;
    onMove(Math.max(0, middle - (view.end - view.start) / 2));
  };
  return (
    <div
      aria-hidden
      className="relative h-9 cursor-grab touch-pan-y overflow-hidden border-line border-t py-1.5"
      onPointerDown={(event) => {
        dragging.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={(event) => dragging.current && move(event)}
      onPointerUp={() => {
        dragging.current = false;
      }}
    >
      <WaveformThumbnail fileId={fileId} className="h-6" />
      <div
        className="absolute inset-y-0 border border-ink/60 bg-ink/10"
        style={{
          left: `${placeIn(whole, view.start) * 100}%`,
          width: `${Math.max(0.4, (placeIn(whole, view.end) - placeIn(whole, view.start)) * 100)}%`,
        }}
      />
    </div>
  );
}
