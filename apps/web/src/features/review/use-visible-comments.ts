'use client';

import type { CommentView } from '@sweetspot/protocol/views';
import { useCallback, useMemo, useState } from 'react';
import { byTime, type CommentFilter, countComments, filterComments, withoutComments } from './comment-list.ts';
import { useReview } from './review-context.tsx';
import { type KnownComments, type ShownComment, showComments } from './travelling-comments.ts';
import { useCommentRemoval, useComments } from './use-comments.ts';
import { useComparisons } from './use-comparisons.ts';

export type VisibleComments = {
  query: ReturnType<typeof useComments>;
  /** of the version and, waiting still, of those before it; passing the filter, in time order */
  shown: readonly ShownComment[];
  counts: Record<CommentFilter, number>;
  filter: CommentFilter;
  setFilter: (filter: CommentFilter) => void;
  activeId: string | null;
  active: ShownComment | null;
  /** goes to a comment: its moment, and its place in the list */
  open: (comment: CommentView) => void;
  remove: (commentId: string) => void;
};

const none: readonly ShownComment[] = [];

/** The comments of the version in sight; one source for waveform, list and keys. */
export function useVisibleComments(): VisibleComments {
  const { version, versions, player, activeCommentId, setActiveCommentId, me } = useReview();
  const query = useComments();
  const { hidden, remove } = useCommentRemoval();
  const [filter, setFilter] = useState<CommentFilter>(activeCommentId === null ? 'open' : 'all');
  const myId = me?.id ?? null;
  const all = query.data ?? none;
  const { comparisons } = useComparisons();
  const travel = useMemo(
    () => (version ? { way: { version, versions, comparisons }, known: new WeakMap() as KnownComments } : null),
    [version, versions, comparisons],
  );
  const ofVersion = useMemo(
    () => (travel ? showComments(withoutComments(all, hidden), travel.way, travel.known).toSorted(byTime) : none),
    [all, hidden, travel],
  );
  const shown = useMemo(() => filterComments(ofVersion, filter, myId), [ofVersion, filter, myId]);
  const counts = useMemo(() => countComments(ofVersion, myId), [ofVersion, myId]);
  const active = ofVersion.find(({ id }) => id === activeCommentId) ?? null;

  const open = useCallback(
    (comment: CommentView) => {
      setActiveCommentId(comment.id);
      if (comment.startSample !== null) player?.seek(comment.startSample);
      requestAnimationFrame(() =>
        document.getElementById(`comment-${comment.id}`)?.scrollIntoView({ block: 'nearest' }),
      );
    },
    [player, setActiveCommentId],
  );
  return { query, shown, counts, filter, setFilter, activeId: activeCommentId, active, open, remove };
}
