'use client';

import type { CommentStatus } from '@sweetspot/protocol/songs';
import type { CommentView } from '@sweetspot/protocol/views';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toast } from '../../components/toast.ts';
import { useTRPC, useTRPCClient } from '../api/use-trpc.ts';
import { changeComment, putComment, shareThreads, withoutComments } from './comment-list.ts';
import { useReview } from './review-context.tsx';

const undoMs = 6000;

export type NewComment = {
  versionId: string;
  parentId: string | null;
  body: string;
  startSample: number | null;
  endSample: number | null;
  visibility: 'everyone' | 'team';
};

type CommentInput = Parameters<ReturnType<typeof useTRPCClient>['comments']['add']['mutate']>[0];

/** The comments of the song, all versions, as threads in time order. */
export function useComments() {
  const { song } = useReview();
  const trpc = useTRPC();
  return useQuery(
    trpc.comments.list.queryOptions(
      { songId: song.id },
      {
        structuralSharing: (before, now) =>
          before === undefined ? now : shareThreads(before as CommentView[], now as CommentView[]),
      },
    ),
  );
}

export type CommentActions = {
  /** Resolves when the server has it; rejects (after taking it back) when it has not. */
  add: (comment: NewComment) => Promise<unknown>;
  update: (commentId: string, body: string) => Promise<unknown>;
  /** `addressedInId`: with `addressed`, the later version in which it is done. */
  setStatus: (commentId: string, status: CommentStatus, addressedInId?: string) => void;
};

/**
 * What can be done to comments: shown at once, taken back with a sentence when the server refuses. The same object from
 * one drawing to the next.
 */
export function useCommentActions(): CommentActions {
  const { song, me } = useReview();
  const trpc = useTRPC();
  const api = useTRPCClient();
  const queryClient = useQueryClient();
  const queryKey = trpc.comments.list.queryKey({ songId: song.id });

  const change = (next: (list: readonly CommentView[]) => CommentView[]) =>
    queryClient.setQueryData<CommentView[]>(queryKey, (list) => next(list ?? []));
  /** Applies a change before the server has answered; what it answers with is what it was before. */
  const ahead = async (next: (list: readonly CommentView[]) => CommentView[]) => {
    await queryClient.cancelQueries({ queryKey });
    const before = queryClient.getQueryData<CommentView[]>(queryKey);
    change(next);
    return before;
  };
  const takeBack = (error: unknown, before: CommentView[] | undefined) => {
    queryClient.setQueryData<CommentView[]>(queryKey, before);
    toast.failed(error);
  };

  const add = useMutation({
    mutationFn: ({ sent }: { input: CommentInput; sent: Promise<CommentView> }) => sent,
    onMutate: async ({ input }) => {
      const optimistic: CommentView = {
        id: input.id,
        songId: song.id,
        versionId: input.versionId,
        parentId: input.parentId ?? null,
        author: me ?? { kind: 'guest', id: 'me', name: 'You', pictureUrl: null },
        body: input.body,
        startSample: input.startSample ?? null,
        endSample: input.endSample ?? null,
        status: 'open',
        addressedInId: null,
        visibility: input.visibility,
        createdAt: new Date(),
        editedAt: null,
        permissions: [],
        replies: [],
      };
      return { before: await ahead((list) => putComment(list, optimistic)) };
    },
    onSuccess: (comment) => change((list) => putComment(list, comment)),
    onError: (error, _input, context) => takeBack(error, context?.before),
  });
  const update = useMutation(
    trpc.comments.update.mutationOptions({
      onMutate: async ({ commentId, body }) => ({
        before: await ahead((list) => changeComment(list, commentId, { body, editedAt: new Date() })),
      }),
      onError: (error, _input, context) => takeBack(error, context?.before),
    }),
  );
  const setStatus = useMutation(
    trpc.comments.setStatus.mutationOptions({
      onMutate: async ({ commentId, status, addressedInId }) => ({
        before: await ahead((list) =>
          changeComment(list, commentId, {
            status,
            ...(status === 'verified' ? {} : { addressedInId: addressedInId ?? null }),
          }),
        ),
      }),
      onError: (error, _input, context) => takeBack(error, context?.before),
    }),
  );

  const [addNow, updateNow, setStatusNow] = [add.mutateAsync, update.mutateAsync, setStatus.mutate];
  return useMemo<CommentActions>(
    () => ({
      add: ({ parentId, startSample, endSample, ...rest }) => {
        const input = {
          ...rest,
          id: crypto.randomUUID(),
          ...(parentId === null ? {} : { parentId }),
          ...(startSample === null ? {} : { startSample }),
          ...(endSample === null ? {} : { endSample }),
        };
        // On its way before the page draws it: the others wait for it, the writer does not.
        return addNow({ input, sent: api.comments.add.mutate(input) });
      },
      update: (commentId, body) => updateNow({ commentId, body }),
      setStatus: (commentId, status, addressedInId) =>
        setStatusNow({ commentId, status, ...(addressedInId === undefined ? {} : { addressedInId }) }),
    }),
    [api, addNow, updateNow, setStatusNow],
  );
}

/** Deleting with second thoughts: hidden at once, deleted when the time for "Undo" is over or the page is left. */
export function useCommentRemoval() {
  const { song } = useReview();
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>());
  const queryKey = trpc.comments.list.queryKey({ songId: song.id });

  const show = useCallback(
    (commentId: string) => setHidden((current) => new Set([...current].filter((id) => id !== commentId))),
    [],
  );
  const { mutate: removeNow } = useMutation(
    trpc.comments.remove.mutationOptions({
      onSuccess: (_answer, { commentId }) =>
        queryClient.setQueryData<CommentView[]>(queryKey, (list) => withoutComments(list ?? [], new Set([commentId]))),
      onError: (error) => toast.failed(error),
      onSettled: (_answer, _error, { commentId }) => show(commentId),
    }),
  );

  useEffect(() => {
    const waiting = timers.current;
    const leave = () => {
      for (const [commentId, timer] of waiting) {
        clearTimeout(timer);
        removeNow({ commentId });
      }
      waiting.clear();
    };
    window.addEventListener('pagehide', leave);
    return () => {
      window.removeEventListener('pagehide', leave);
      leave();
    };
  }, [removeNow]);

  const remove = useCallback(
    (commentId: string) => {
      setHidden((current) => new Set(current).add(commentId));
      const timer = setTimeout(() => {
        timers.current.delete(commentId);
        removeNow({ commentId });
      }, undoMs);
      timers.current.set(commentId, timer);
      toast.info('Comment deleted.', {
        label: 'Undo',
        onClick: () => {
          clearTimeout(timers.current.get(commentId));
          timers.current.delete(commentId);
          show(commentId);
        },
      });
    },
    [removeNow, show],
  );
  return { hidden, remove };
}
