'use client';

import { MessageCircle } from 'lucide-react';
import { Button } from '../../components/button.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { errorSentence } from '../api/api-error.ts';
import { commentFilterName } from './comment-filter-name.ts';
import { CommentThread } from './comment-thread.tsx';
import { CommentsSkeleton } from './comments-skeleton.tsx';
import { useReview } from './review-context.tsx';
import { useCommentActions } from './use-comments.ts';
import type { VisibleComments } from './use-visible-comments.ts';

/** The threads about the version in time order, or why there are none. */
export default function CommentThreads({ comments }: { comments: VisibleComments }) {
  const { version, versions, selectVersion, can } = useReview();
  const actions = useCommentActions();
  const { query, shown, counts, filter } = comments;
  if (query.isPending) return <CommentsSkeleton />;
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
            {filter === 'open'
              ? 'Nothing is open here. '
              : `No comment is “${commentFilterName[filter].toLowerCase()}”. `}
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
