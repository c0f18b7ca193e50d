'use client';

import { MessageCircle } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Skeleton, SkeletonGroup } from '../../components/skeleton.tsx';
import { errorSentence } from '../api/api-error.ts';
import { CommentComposer } from './comment-composer.tsx';
import { type CommentFilter, commentFilters } from './comment-list.ts';
import { CommentThread } from './comment-thread.tsx';
import { useReview } from './review-context.tsx';
import { useCommentActions } from './use-comments.ts';
import type { VisibleComments } from './use-visible-comments.ts';

const filterNames: Record<CommentFilter, string> = {
  open: 'Open',
  addressed: 'Addressed',
  verified: 'Verified',
  mine: 'Mine',
  all: 'All',
};

/** The conversation about the version: filters with counts, threads in time order, and where to write. */
export function CommentsPanel({ comments, className }: { comments: VisibleComments; className?: string }) {
  const { version, can } = useReview();
  return (
    <section aria-label="Comments" className={cx('flex min-h-0 flex-col bg-surface', className)}>
      <h2 className="sr-only">Comments</h2>
      <fieldset className="relative flex min-w-0 gap-px overflow-x-auto border-line border-b px-2.5 py-2 [scrollbar-width:none]">
        <legend className="sr-only">Show comments</legend>
        {commentFilters.map((filter) => (
          <button
            key={filter}
            type="button"
            aria-pressed={comments.filter === filter}
            onClick={() => comments.setFilter(filter)}
            className={cx(
              'h-7 shrink-0 rounded-full px-2 font-medium tabular-nums touch:h-11 touch:px-3.5',
              comments.filter === filter ? 'bg-hover text-ink' : 'text-muted hover:text-ink',
            )}
          >
            {filterNames[filter]} <span className="font-normal text-faint">{comments.counts[filter]}</span>
          </button>
        ))}
      </fieldset>
      <div className="min-h-0 flex-1 overflow-y-auto py-1">
        <CommentList comments={comments} />
      </div>
      {can('comment.add') && version?.file.state === 'ready' ? (
        <div className="border-line border-t px-4 py-3 max-md:hidden">
          <CommentComposer />
        </div>
      ) : null}
    </section>
  );
}

function CommentList({ comments }: { comments: VisibleComments }) {
  const { version, versions, selectVersion, can } = useReview();
  const actions = useCommentActions();
  const { query, shown, counts, filter } = comments;
  if (query.isPending)
    return (
      <SkeletonGroup label="Loading comments" className="grid gap-4 p-4">
        {[0, 1, 2].map((row) => (
          <div key={row} className="grid grid-cols-[24px_1fr] gap-2.5">
            <Skeleton className="size-6 rounded-full" />
            <div className="grid gap-2">
              <Skeleton className="h-3.5 w-2/5" />
              <Skeleton className="h-3.5 w-4/5" />
            </div>
          </div>
        ))}
      </SkeletonGroup>
    );
  if (query.isError && !query.data)
    return (
      <ErrorState
        level={3}
        className="m-4"
        title="The comments did not load"
        action={<Button onClick={() => void query.refetch()}>Try again</Button>}
      >
        {errorSentence(query.error)}
      </ErrorState>
    );
  if (shown.length === 0)
    return (
      <div className="grid justify-items-center gap-2 px-6 py-12 text-center text-muted">
        <MessageCircle aria-hidden className="size-6 text-faint" />
        {counts.all === 0 ? (
          <div className="text-pretty">
            {version ? `Nobody has said anything about ${version.label} yet.` : 'Comments come with the first version.'}
            {versions
              .filter(({ id, openComments }) => id !== version?.id && openComments > 0)
              .slice(0, 3)
              .map(({ id, label, openComments }) => (
                <button
                  key={id}
                  type="button"
                  onClick={() => selectVersion(id)}
                  className="mt-1 block w-full text-accent hover:underline touch:min-h-11"
                >
                  {label} has {openComments} open
                </button>
              ))}
            {version && can('comment.add') ? (
              <span className="mt-1 block text-sm max-md:hidden">
                Press <Kbd>C</Kbd> where you hear something.
              </span>
            ) : null}
          </div>
        ) : (
          <p className="text-pretty">
            {filter === 'open' ? 'Nothing is open here. ' : `No comment is “${filterNames[filter].toLowerCase()}”. `}
            <button type="button" className="text-accent hover:underline" onClick={() => comments.setFilter('all')}>
              Show all {counts.all}
            </button>
          </p>
        )}
      </div>
    );
  return shown.map((comment) => (
    <CommentThread
      key={comment.id}
      comment={comment}
      active={comment.id === comments.activeId}
      sampleRate={version?.file.sampleRate ?? 48_000}
      mayAnswer={can('comment.add')}
      actions={actions}
      onOpen={comments.open}
      onRemove={comments.remove}
    />
  ));
}
