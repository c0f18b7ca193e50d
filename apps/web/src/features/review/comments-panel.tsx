'use client';

import { ListMusic } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { cx } from '../../components/cx.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { CommentComposer } from './comment-composer.tsx';
import { commentFilterName } from './comment-filter-name.ts';
import { commentFilters } from './comment-list.ts';
import { CommentsSkeleton } from './comments-skeleton.tsx';
import { useReview } from './review-context.tsx';
import type { VisibleComments } from './use-visible-comments.ts';

const MarkersDialog = dynamic(() => import('./markers-dialog.tsx'), { ssr: false });
const CommentThreads = dynamic(() => import('./comment-threads.tsx'), {
  ssr: false,
  loading: () => <CommentsSkeleton />,
});

/** The conversation about the version: filters with counts, threads in time order, and where to write. */
export function CommentsPanel({ comments, className }: { comments: VisibleComments; className?: string }) {
  const { version, can } = useReview();
  const [taking, setTaking] = useState(false);
  return (
    <section aria-label="Comments" className={cx('flex min-h-0 flex-col bg-surface', className)}>
      <h2 className="sr-only">Comments</h2>
      <div className="flex items-center border-line border-b pr-1.5">
        <fieldset className="relative flex min-w-0 flex-1 gap-px overflow-x-auto py-2 pl-2.5 [scrollbar-width:none]">
          <legend className="sr-only">Show comments</legend>
          {commentFilters.map((filter) => (
            <button
              key={filter}
              type="button"
              aria-pressed={comments.filter === filter}
              onClick={() => comments.setFilter(filter)}
              className={cx(
                'h-7 shrink-0 rounded-full px-1.75 font-medium tabular-nums touch:h-11 touch:px-3.5',
                comments.filter === filter ? 'bg-hover text-ink' : 'text-muted hover:text-ink',
              )}
            >
              {commentFilterName[filter]} <span className="font-normal text-faint">{comments.counts[filter]}</span>
            </button>
          ))}
        </fieldset>
        {comments.shown.length > 0 ? (
          <IconButton
            label="Take the notes to your workstation"
            size="s"
            icon={<ListMusic aria-hidden className="size-4" />}
            onClick={() => setTaking(true)}
            className="shrink-0"
          />
        ) : null}
      </div>
      {taking ? <MarkersDialog comments={comments} open onOpenChange={setTaking} /> : null}
      <div className="min-h-0 flex-1 overflow-y-auto py-1">
        <CommentThreads comments={comments} />
      </div>
      {can('comment.add') && version?.file.state === 'ready' ? (
        <div className="border-line border-t px-4 py-3 max-md:hidden">
          <CommentComposer />
        </div>
      ) : null}
    </section>
  );
}
