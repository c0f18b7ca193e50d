import type { CommentStatus } from '@sweetspot/protocol/songs';
import type { CommentView } from '@sweetspot/protocol/views';

/** Notes about a place in time order, notes about the whole version first. */
export const byTime = (a: CommentView, b: CommentView): number =>
  (a.startSample ?? -1) - (b.startSample ?? -1) || a.createdAt.getTime() - b.createdAt.getTime();

/** With the comment in its place; one with the same id is replaced, keeping its replies. */
export function putComment(list: readonly CommentView[], comment: CommentView): CommentView[] {
  if (comment.parentId === null) {
    const known = list.find(({ id }) => id === comment.id);
    const replies = comment.replies.length > 0 || !known ? comment.replies : known.replies;
    return [...list.filter(({ id }) => id !== comment.id), { ...comment, replies }].sort(byTime);
  }
  return list.map((thread) =>
    thread.id === comment.parentId
      ? { ...thread, replies: [...thread.replies.filter(({ id }) => id !== comment.id), comment].sort(byTime) }
      : thread,
  );
}

/** With some fields of a comment or reply changed. */
export const changeComment = (
  list: readonly CommentView[],
  commentId: string,
  change: Partial<CommentView>,
): CommentView[] =>
  list.map((thread) =>
    thread.id === commentId
      ? { ...thread, ...change }
      : {
          ...thread,
          replies: thread.replies.map((reply) => (reply.id === commentId ? { ...reply, ...change } : reply)),
        },
  );

/** Without some comments and replies. Threads that lose nothing stay the same objects: nobody has to draw them again. */
export const withoutComments = (list: readonly CommentView[], ids: ReadonlySet<string>): CommentView[] =>
  list
    .filter(({ id }) => !ids.has(id))
    .map((thread) =>
      thread.replies.some(({ id }) => ids.has(id))
        ? { ...thread, replies: thread.replies.filter(({ id }) => !ids.has(id)) }
        : thread,
    );

/**
 * The list as it is now, in the objects of before where nothing about a thread changed: who draws threads draws only the
 * others. (By id: what a cache shares by index is lost for everything behind a new comment.)
 */
export function shareThreads(before: readonly CommentView[], now: readonly CommentView[]): CommentView[] {
  const known = new Map(before.map((thread) => [thread.id, thread]));
  return now.map((thread) => {
    const old = known.get(thread.id);
    return old !== undefined && (old === thread || JSON.stringify(old) === JSON.stringify(thread)) ? old : thread;
  });
}

/** A reopened comment waits as an open one does. */
export const waits = (status: CommentStatus): boolean => status === 'open' || status === 'reopened';

export type CommentFilter = 'open' | 'addressed' | 'verified' | 'mine' | 'all';
export const commentFilters = ['open', 'addressed', 'verified', 'mine', 'all'] as const satisfies CommentFilter[];

const passes = (thread: CommentView, filter: CommentFilter, myId: string | null): boolean => {
  switch (filter) {
    case 'open':
      return waits(thread.status);
    case 'addressed':
    case 'verified':
      return thread.status === filter;
    case 'mine':
      return myId !== null && [thread, ...thread.replies].some(({ author }) => author.id === myId);
    case 'all':
      return true;
  }
};

export const filterComments = <C extends CommentView>(
  list: readonly C[],
  filter: CommentFilter,
  myId: string | null,
): C[] => list.filter((thread) => passes(thread, filter, myId));

export function countComments(list: readonly CommentView[], myId: string | null): Record<CommentFilter, number> {
  const counts = { open: 0, addressed: 0, verified: 0, mine: 0, all: 0 };
  for (const thread of list) for (const filter of commentFilters) if (passes(thread, filter, myId)) counts[filter] += 1;
  return counts;
}

/** The comment after or before a position, by time; wraps around. Notes without a place are not stops. */
export function neighbourComment(
  list: readonly CommentView[],
  atSample: number,
  direction: 'next' | 'previous',
  toleranceSamples = 0,
): CommentView | null {
  const placed = list.filter(({ startSample }) => startSample !== null).sort(byTime);
  if (direction === 'next')
    return placed.find(({ startSample }) => startSample! > atSample + toleranceSamples) ?? placed[0] ?? null;
  return placed.findLast(({ startSample }) => startSample! < atSample - toleranceSamples) ?? placed.at(-1) ?? null;
}
