'use client';

import { formatTime } from '@sweetspot/protocol/time';
import { Diff, Equal } from 'lucide-react';
import { Tag } from '../../components/tag.tsx';
import { useReview } from './review-context.tsx';
import type { ShownComment } from './travelling-comments.ts';

/** On a comment of an earlier version: from which, with the way there, and what was done to the sound there since. */
export function TravelledFrom({ comment }: { comment: ShownComment }) {
  const { selectVersion, setActiveCommentId } = useReview();
  const { travelled } = comment;
  if (!travelled) return null;
  const { fromLabel, startSample, sampleRate, change } = travelled;
  const stamp = startSample === null ? '' : ` at ${formatTime(startSample / sampleRate, 1)}`;
  return (
    <div className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm">
      <button
        type="button"
        className="relative rounded-s text-muted after:absolute after:-inset-1 hover:text-accent hover:underline touch:after:-inset-2.5"
        onClick={() => {
          selectVersion(comment.versionId);
          setActiveCommentId(comment.id);
        }}
      >
        From {fromLabel}
        {stamp}
      </button>
      {change ? (
        <Tag
          tone={change.changed ? 'accent' : 'neutral'}
          icon={change.changed ? <Diff aria-hidden /> : <Equal aria-hidden />}
        >
          {change.text}
        </Tag>
      ) : null}
    </div>
  );
}
