'use client';

import type { ProjectEventView } from '@sweetspot/protocol';
import type { CommentView } from '@sweetspot/protocol/views';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useRef } from 'react';
import { apiErrorCode } from '../api/api-error.ts';
import { useTRPC, useTRPCClient } from '../api/use-trpc.ts';
import { putComment, withoutComments } from './comment-list.ts';

/** More comments than this on their way at once, as after a long sleep, are fetched as a list. */
const mostAtOnce = 4;

/**
 * Puts a comment into the song's list when an event tells of it: that one is fetched, not the list, so that it is there
 * in a moment however many there are. Answers a promise that is done when it can be seen; undefined for other events.
 */
export function useArrivingComments(
  songId: string,
  myId: string | null,
): (event: ProjectEventView) => Promise<void> | undefined {
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  /** The newest event about each comment that is being fetched: what an older one answers is out of date. */
  const newest = useRef(new Map<string, number>());

  return useCallback(
    (event) => {
      if (event.songId !== songId || !event.type.startsWith('comment.')) return undefined;
      const filter = trpc.comments.list.queryFilter({ songId });
      const key = trpc.comments.list.queryKey({ songId });
      const commentId = String(event.payload['commentId']);
      const change = (next: (list: readonly CommentView[]) => CommentView[]) =>
        queryClient.setQueryData<CommentView[]>(key, (list) => list && next(list));
      const takeOut = () => change((list) => withoutComments(list, new Set([commentId])));

      const arrive = async () => {
        if (event.type === 'comment.removed') {
          takeOut();
          newest.current.delete(commentId);
          return;
        }
        // One's own comment is there already; what the server made of it came as the answer.
        const mine = myId !== null && event.actor.id === myId && event.type === 'comment.added';
        if (mine && queryClient.getQueryData(key)?.some(({ id }) => id === commentId)) return;
        newest.current.set(commentId, event.seq);
        // A list that is on its way may have been read before this comment was written.
        if (newest.current.size > mostAtOnce || queryClient.isFetching(filter) > 0) {
          newest.current.clear();
          await queryClient.invalidateQueries(filter);
          return;
        }
        const isNewest = () => newest.current.get(commentId) === event.seq;
        try {
          const comment = await api.comments.get.query({ commentId });
          if (isNewest()) change((list) => putComment(list, comment));
        } catch (error) {
          if (apiErrorCode(error) === 'not_found') takeOut();
          else await queryClient.invalidateQueries(filter);
        } finally {
          if (isNewest()) newest.current.delete(commentId);
        }
      };
      return arrive();
    },
    [songId, myId, trpc, api, queryClient],
  );
}
