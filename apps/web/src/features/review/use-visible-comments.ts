'use client';

import type { CommentView } from '@sweetspot/protocol/views';
import { useCallback, useMemo, useState } from 'react';
import { type CommentFilter, countComments, filterComments, withoutComments } from './comment-list.ts';
import { useReview } from './review-context.tsx';
import { useCommentRemoval, useComments } from './use-comments.ts';

export type VisibleComments = {
  query: ReturnType<typeof useComments>;
  /** of the version, passing the filter, in time order */
  shown: readonly CommentView[];
  counts: Record<CommentFilter, number>;
  filter: CommentFilter;
  setFilter: (filter: CommentFilter) => void;
  activeId: string | null;
  active: CommentView | null;
  /** goes to a comment: its moment, and its place in the list */
  open: (comment: CommentView) => void;
  remove: (commentId: string) => void;
};

const none: readonly CommentView[] = [];

/** The comments of the version in sight; one source for waveform, list and keys. */
export function useVisibleComments(): VisibleComments {
  const { version, player, activeCommentId, setActiveCommentId, me } = useReview();
  const query = useComments();
  const { hidden, remove } = useCommentRemoval();
  const [filter, setFilter] = useState<CommentFilter>(activeCommentId === null ? 'open' : 'all');
  const myId = me?.id ?? null;
  const all = query.data ?? none;
  const ofVersion = useMemo(
    () => withoutComments(all, hidden).filter(({ versionId }) => versionId === version?.id),
    [all, hidden, version?.id],
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
