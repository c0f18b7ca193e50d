'use client';

import { formatTime } from '@sweetspot/protocol/time';
import type { CommentView } from '@sweetspot/protocol/views';
import { memo } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { cx } from '../../components/cx.ts';
import { waits } from './comment-list.ts';
import { placeIn, type ViewWindow } from './view-window.ts';

const percent = (place: number): string => `${(place * 100).toFixed(3)}%`;

/** Comments where they stand: ranges as bands, each with its author at its beginning, as buttons in time order. */
export function CommentMarks({
  comments,
  sampleRate,
  view,
  activeId,
  onOpen,
}: {
  comments: readonly CommentView[];
  sampleRate: number;
  view: ViewWindow;
  activeId: string | null;
  onOpen: (comment: CommentView) => void;
}) {
  const placed = comments.filter(({ startSample }) => startSample !== null);
  return (
    <>
      {placed.map((comment) => {
        if (comment.endSample === null) return null;
        const start = placeIn(view, comment.startSample! / sampleRate);
        const end = placeIn(view, comment.endSample / sampleRate);
        if (end < 0 || start > 1) return null;
        return (
          <div
            key={comment.id}
            aria-hidden
            className={cx(
              'pointer-events-none absolute inset-y-0 border-accent border-x',
              comment.id === activeId ? 'bg-accent-soft' : 'border-opacity-40 bg-accent/7 opacity-80',
            )}
            style={{ left: percent(Math.max(0, start)), width: percent(Math.min(1, end) - Math.max(0, start)) }}
          />
        );
      })}
      <ul aria-label="Comments in time order">
        {placed.map((comment) => {
          const place = placeIn(view, comment.startSample! / sampleRate);
          if (place < -0.005 || place > 1.005) return null;
          return (
            <CommentMark
              key={comment.id}
              comment={comment}
              left={percent(place)}
              active={comment.id === activeId}
              sampleRate={sampleRate}
              onOpen={onOpen}
            />
          );
        })}
      </ul>
    </>
  );
}

/** Drawn again only when it moved or its comment changed: songs have hundreds. */
const CommentMark = memo(function CommentMark({
  comment,
  left,
  active,
  sampleRate,
  onOpen,
}: {
  comment: CommentView;
  left: string;
  active: boolean;
  sampleRate: number;
  onOpen: (comment: CommentView) => void;
}) {
  return (
    <li className="absolute bottom-1 z-2" style={{ left }}>
      <button
        type="button"
        onClick={() => onOpen(comment)}
        aria-current={active || undefined}
        className={cx(
          'relative grid -translate-x-1/2 place-items-center rounded-full shadow-[0_0_0_2px_var(--surface)] after:absolute after:-inset-1 hover:z-1 hover:scale-110 touch:after:-inset-2.5',
          active && 'z-1 scale-110 shadow-[0_0_0_2px_var(--accent)]!',
          !waits(comment.status) && !active && 'opacity-80 grayscale hover:grayscale-0',
        )}
      >
        <span className="sr-only">
          {formatTime(comment.startSample! / sampleRate, 0)}, {comment.author.name}, {comment.status}:{' '}
          {comment.body.slice(0, 120)}
        </span>
        <Avatar name={comment.author.name} pictureUrl={comment.author.pictureUrl} decorative className="size-5.5!" />
      </button>
    </li>
  );
});
