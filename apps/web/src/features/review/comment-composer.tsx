'use client';

import { formatTime } from '@sweetspot/protocol/time';
import { X } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, startTransition, useEffect, useRef, useState } from 'react';
import { Button } from '../../components/button.tsx';
import { controlClass } from '../../components/field.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { useLeaveWarning } from '../../components/use-leave-warning.ts';
import { useReview } from './review-context.tsx';
import { useCommentActions } from './use-comments.ts';
import { usePlayerSnapshot } from './use-player-snapshot.ts';

/**
 * Writes a comment at the moment where it was begun: the first key, the click or the shortcut fixes it, so the music
 * may go on while one types. Ctrl+Enter sends.
 */
export function CommentComposer({ onSent, autoFocus = false }: { onSent?: () => void; autoFocus?: boolean }) {
  const { version, player, draft, setDraft, can, announce } = useReview();
  const sampleRate = version?.file.sampleRate ?? 48_000;
  const now = usePlayerSnapshot((snapshot) => Math.floor((snapshot.positionSamples / snapshot.sampleRate) * 2) / 2);
  const [body, setBody] = useState('');
  const [team, setTeam] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);
  const actions = useCommentActions();
  useLeaveWarning(body.trim() !== '');
  const mine = draft && draft.versionId === version?.id ? draft : null;

  useEffect(() => {
    if (autoFocus) area.current?.focus();
  }, [autoFocus]);

  if (!version || !can('comment.add')) return null;
  const anchor = () => {
    if (mine || !player) return;
    setDraft({ versionId: version.id, startSample: player.positionSamples(), endSample: null, openEnd: false });
  };
  const send = async (event?: FormEvent) => {
    event?.preventDefault();
    const text = body.trim();
    if (text === '') return;
    const place = mine ?? { startSample: player?.positionSamples() ?? 0, endSample: null };
    // Not urgent, so that the comment leaves before the page is drawn: others wait for it.
    startTransition(() => {
      setBody('');
      setDraft(null);
      onSent?.();
    });
    try {
      await actions.add({
        versionId: version.id,
        parentId: null,
        body: text,
        startSample: place.startSample,
        endSample: place.endSample,
        visibility: team ? 'team' : 'everyone',
      });
      announce('Comment added.');
    } catch {
      // Said by the actions already; what was typed comes back.
      setBody(text);
    }
  };
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
    else if (event.key === 'Escape') {
      setDraft(null);
      area.current?.blur();
    }
  };
  return (
    <form onSubmit={(event) => void send(event)} className="grid gap-2" aria-label="New comment">
      <div className="flex min-h-7 items-center gap-2">
        <span className="font-semibold text-accent tabular-nums">
          {formatTime(mine ? mine.startSample / sampleRate : now, 1)}
          {mine?.endSample ? ` – ${formatTime(mine.endSample / sampleRate, 1)}` : mine?.openEnd ? ' – …' : ''}
        </span>
        <span className="min-w-0 flex-1 truncate text-muted text-sm">on {version.label}</span>
        {mine?.openEnd ? (
          <Button
            size="s"
            onClick={() => {
              const at = player?.positionSamples() ?? mine.startSample;
              const [start, end] = [mine.startSample, at].sort((a, b) => a - b) as [number, number];
              setDraft({ ...mine, startSample: start, endSample: end === start ? null : end, openEnd: false });
            }}
          >
            Ends here <Kbd>⇧C</Kbd>
          </Button>
        ) : null}
        {mine && !autoFocus ? (
          <IconButton
            label="Let the place go"
            size="s"
            hint={false}
            icon={<X aria-hidden className="size-3.5" />}
            onClick={() => setDraft(null)}
          />
        ) : null}
      </div>
      <textarea
        ref={area}
        id={autoFocus ? undefined : 'comment-composer'}
        aria-label="Comment"
        aria-keyshortcuts="C"
        placeholder="Say what you hear: section, part, up or down."
        value={body}
        maxLength={10_000}
        rows={2}
        onFocus={anchor}
        onChange={(event) => {
          anchor();
          setBody(event.target.value);
        }}
        onKeyDown={key}
        className={`${controlClass} field-sizing-content max-h-48 min-h-15 resize-none py-2`}
      />
      <div className="flex items-center gap-2">
        {can('comment.add-team') ? (
          <Button
            variant="quiet"
            size="s"
            pressed={team}
            onClick={() => setTeam(!team)}
            title="Only artists and engineers see it"
          >
            Team only
          </Button>
        ) : null}
        <span className="flex-1 text-right text-faint text-sm">
          <Kbd>Ctrl ↵</Kbd>
        </span>
        <Button type="submit" variant="primary" disabled={body.trim() === ''}>
          Comment
        </Button>
      </div>
    </form>
  );
}
