'use client';

import { formatTime } from '@sweetspot/protocol/time';
import type { CommentView } from '@sweetspot/protocol/views';
import { Check, CheckCheck, Link2, MoreHorizontal, Pencil, Reply, RotateCcw, Trash2 } from 'lucide-react';
import { type KeyboardEvent, memo, type ReactNode, useState } from 'react';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { cx } from '../../components/cx.ts';
import { controlClass } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Menu, MenuItem } from '../../components/menu.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { toast } from '../../components/toast.ts';
import { waits } from './comment-list.ts';
import { CommentStatusTag } from './comment-status.tsx';
import { songPath } from './song-link.ts';
import { TravelledFrom } from './travelled-from.tsx';
import type { ShownComment } from './travelling-comments.ts';
import type { CommentActions } from './use-comments.ts';

/**
 * A comment with its replies and what can be done to it. Everything it needs comes in: a list of hundreds draws only the
 * threads that changed.
 */
export const CommentThread = memo(function CommentThread({
  comment,
  active,
  sampleRate,
  mayAnswer,
  actions,
  onOpen,
  onRemove,
}: {
  comment: ShownComment;
  active: boolean;
  sampleRate: number;
  mayAnswer: boolean;
  actions: CommentActions;
  onOpen: (comment: CommentView) => void;
  onRemove: (commentId: string) => void;
}) {
  const [replying, setReplying] = useState(false);
  const [editingId, setEditingId] = useState<string | null>(null);
  const resolvable = comment.permissions.includes('comment.resolve');
  const { travelled } = comment;
  const isCut = travelled !== undefined && travelled.startSample !== null && comment.startSample === null;
  const stamp = isCut
    ? 'No longer there'
    : comment.startSample === null
      ? 'Whole version'
      : `${formatTime(comment.startSample / sampleRate, 1)}${comment.endSample === null ? '' : ` – ${formatTime(comment.endSample / sampleRate, 1)}`}`;
  const copyLink = () => {
    // To where it was made: what waits in later versions goes when it is settled.
    const [startSample, rate] = travelled
      ? [travelled.startSample, travelled.sampleRate]
      : [comment.startSample, sampleRate];
    const path = songPath(comment.songId, {
      versionId: comment.versionId,
      seconds: startSample === null ? null : startSample / rate,
      commentId: comment.id,
    });
    navigator.clipboard.writeText(new URL(path, window.location.href).href).then(
      () => toast.done('Link copied.'),
      () => toast.failed('The browser did not allow copying. Copy the address of the page instead.'),
    );
  };
  const reply = async (body: string) => {
    setReplying(false);
    // A failure is shown and taken back by the actions.
    await actions
      .add({
        versionId: comment.versionId,
        parentId: comment.id,
        body,
        startSample: null,
        endSample: null,
        visibility: comment.visibility,
      })
      .catch(() => setReplying(true));
  };
  return (
    <article
      id={`comment-${comment.id}`}
      aria-label={`${stamp}, ${comment.author.name}`}
      className={cx(
        'grid grid-cols-[24px_1fr] gap-x-2.5 [contain-intrinsic-size:auto_108px] [content-visibility:auto] gap-y-1 border-l-2 py-2.5 pr-3 pl-3.5',
        active ? 'border-accent bg-accent-soft' : 'border-transparent',
      )}
    >
      <Avatar name={comment.author.name} pictureUrl={comment.author.pictureUrl} decorative />
      <div className="flex min-w-0 items-center gap-1.5">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-1.5 gap-y-0.5">
          <span className="truncate font-semibold">{comment.author.name}</span>
          <button
            type="button"
            onClick={() => onOpen(comment)}
            aria-label={comment.startSample === null ? 'Show this comment' : `Go to ${stamp}`}
            className="relative rounded-s font-semibold text-accent tabular-nums after:absolute after:-inset-1 hover:underline touch:after:-inset-2.5"
          >
            {stamp}
          </button>
          <CommentStatusTag status={comment.status} inVersion={comment.addressedInLabel} />
          {comment.visibility === 'team' ? <Tag>Team only</Tag> : null}
        </div>
        <Menu
          trigger={
            <IconButton
              label={`More about the comment at ${stamp}`}
              hint={false}
              size="s"
              icon={<MoreHorizontal aria-hidden className="size-4" />}
              className="-my-1"
            />
          }
        >
          <MenuItem icon={<Link2 aria-hidden />} onSelect={copyLink}>
            Copy link to this comment
          </MenuItem>
          {comment.permissions.includes('comment.update') ? (
            <MenuItem icon={<Pencil aria-hidden />} onSelect={() => setEditingId(comment.id)}>
              Edit
            </MenuItem>
          ) : null}
          {resolvable && comment.status === 'verified' ? (
            <MenuItem icon={<RotateCcw aria-hidden />} onSelect={() => actions.setStatus(comment.id, 'reopened')}>
              Reopen
            </MenuItem>
          ) : null}
          {comment.permissions.includes('comment.remove') ? (
            <MenuItem icon={<Trash2 aria-hidden />} tone="danger" onSelect={() => onRemove(comment.id)}>
              Delete
            </MenuItem>
          ) : null}
        </Menu>
      </div>
      <div className="col-start-2 grid min-w-0 gap-1.5">
        <TravelledFrom comment={comment} />
        <CommentBody
          comment={comment}
          editing={editingId === comment.id}
          onDone={() => setEditingId(null)}
          onSave={(body) => actions.update(comment.id, body)}
        />
        {comment.replies.map((answer) => (
          <div key={answer.id} className="group grid gap-0.5 border-line border-l-2 pl-2.5">
            <span className="flex items-center gap-1.5">
              <span className="font-semibold">{answer.author.name}</span>
              <RelativeTime date={answer.createdAt} className="text-faint text-sm" />
              <span className="flex-1" />
              {answer.permissions.includes('comment.update') ? (
                <IconButton
                  label={`Edit your answer to ${comment.author.name}`}
                  hint={false}
                  size="s"
                  icon={<Pencil aria-hidden className="size-3.5" />}
                  onClick={() => setEditingId(answer.id)}
                  className="-my-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 touch:opacity-100"
                />
              ) : null}
              {answer.permissions.includes('comment.remove') ? (
                <IconButton
                  label={`Delete the answer of ${answer.author.name}`}
                  hint={false}
                  size="s"
                  icon={<Trash2 aria-hidden className="size-3.5" />}
                  onClick={() => onRemove(answer.id)}
                  className="-my-1 opacity-0 focus-visible:opacity-100 group-hover:opacity-100 touch:opacity-100"
                />
              ) : null}
            </span>
            <CommentBody
              comment={answer}
              editing={editingId === answer.id}
              onDone={() => setEditingId(null)}
              onSave={(body) => actions.update(answer.id, body)}
            />
          </div>
        ))}
        {replying ? (
          <BodyForm label="Answer" submit="Answer" initial="" onSubmit={reply} onCancel={() => setReplying(false)} />
        ) : (
          <div className="-ml-2 flex flex-wrap items-center">
            {mayAnswer ? (
              <SmallAction icon={<Reply aria-hidden className="size-3.5" />} onClick={() => setReplying(true)}>
                Answer
              </SmallAction>
            ) : null}
            {comment.permissions.includes('comment.address') && waits(comment.status) ? (
              <SmallAction
                icon={<Check aria-hidden className="size-3.5" />}
                onClick={() => actions.setStatus(comment.id, 'addressed', travelled?.shownInId)}
              >
                Mark addressed
              </SmallAction>
            ) : null}
            {resolvable && comment.status === 'addressed' ? (
              <>
                <SmallAction
                  icon={<CheckCheck aria-hidden className="size-3.5" />}
                  onClick={() => actions.setStatus(comment.id, 'verified')}
                >
                  Verify
                </SmallAction>
                <SmallAction
                  icon={<RotateCcw aria-hidden className="size-3.5" />}
                  onClick={() => actions.setStatus(comment.id, 'reopened')}
                >
                  Reopen
                </SmallAction>
              </>
            ) : null}
            <span className="flex-1" />
            <RelativeTime date={comment.createdAt} className="text-faint text-sm" />
          </div>
        )}
      </div>
    </article>
  );
});

function SmallAction({ icon, onClick, children }: { icon: ReactNode; onClick: () => void; children: ReactNode }) {
  return (
    <Button variant="quiet" size="s" icon={icon} onClick={onClick} className="px-2!">
      {children}
    </Button>
  );
}

function CommentBody({
  comment,
  editing,
  onSave,
  onDone,
}: {
  comment: CommentView;
  editing: boolean;
  onSave: (body: string) => Promise<unknown>;
  onDone: () => void;
}) {
  if (!editing)
    return (
      <p className="whitespace-pre-wrap break-words">
        {comment.body}
        {comment.editedAt ? <span className="text-faint text-sm"> (edited)</span> : null}
      </p>
    );
  const save = async (body: string) => {
    onDone();
    // A failure is shown and taken back by the actions.
    await onSave(body).catch(() => undefined);
  };
  return <BodyForm label="Edit comment" submit="Save" initial={comment.body} onSubmit={save} onCancel={onDone} />;
}

function BodyForm({
  label,
  submit,
  initial,
  onSubmit,
  onCancel,
}: {
  label: string;
  submit: string;
  initial: string;
  onSubmit: (body: string) => Promise<void>;
  onCancel: () => void;
}) {
  const [body, setBody] = useState(initial);
  const send = () => {
    if (body.trim() !== '') void onSubmit(body.trim());
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) send();
  };
  return (
    <form
      className="grid gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        aria-label={label}
        // biome-ignore lint/a11y/noAutofocus: it opens because one asked to write
        autoFocus
        value={body}
        maxLength={10_000}
        onChange={(event) => setBody(event.target.value)}
        onKeyDown={key}
        className={`${controlClass} field-sizing-content max-h-48 min-h-15 resize-none py-2`}
      />
      <div className="flex justify-end gap-2">
        <Button size="s" variant="quiet" onClick={onCancel}>
          Cancel
        </Button>
        <Button size="s" variant="primary" type="submit" disabled={body.trim() === ''}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
