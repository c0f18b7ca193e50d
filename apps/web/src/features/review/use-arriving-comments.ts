'use client';

import type { PushedEvent } from '@sweetspot/protocol';
import type { CommentView } from '@sweetspot/protocol/views';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { useTRPC } from '../api/use-trpc.ts';
import { putComment, withoutComments } from './comment-list.ts';

/**
 * Puts a comment that an event brought into the song's list, so that it is there in a moment however many there are.
 * Answers whether the event was about a comment of this song.
 */
export function useArrivingComments(songId: string, myId: string | null): (event: PushedEvent) => boolean {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const stale = useRef(false);

  return useCallback(
    (event) => {
      if (event.songId !== songId || !event.type.startsWith('comment.')) return false;
      const { comment } = event;
      const commentId = String(event.payload['commentId']);
      const filter = trpc.comments.list.queryFilter({ songId });
      const key = trpc.comments.list.queryKey({ songId });
      const change = (next: (list: readonly CommentView[]) => CommentView[]) =>
        queryClient.setQueryData<CommentView[]>(key, (list) => list && next(list));
      /** Once for all events that came together, as after a long sleep. */
      const fetchList = () => {
        if (stale.current) return;
        stale.current = true;
        queueMicrotask(() => {
          stale.current = false;
          void queryClient.invalidateQueries(filter);
        });
      };

      // One's own comment is there already; what the server made of it came as the answer.
      const mine = myId !== null && event.actor.id === myId && event.type === 'comment.added';
      if (mine && queryClient.getQueryData(key)?.some(({ id }) => id === commentId)) return true;
      if (comment) change((list) => putComment(list, comment));
      else if (event.type === 'comment.removed') change((list) => withoutComments(list, new Set([commentId])));
      else fetchList();
      // A list that is on its way may have been read before this comment was written.
      if (queryClient.isFetching(filter) > 0) fetchList();
      return true;
    },
    [songId, myId, trpc, queryClient],
  );
}
