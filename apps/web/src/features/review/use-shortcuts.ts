'use client';

import { useEffect, useEffectEvent, useRef } from 'react';
import { neighbourComment, waits } from './comment-list.ts';
import { useReview } from './review-context.tsx';
import { focusKindOf, type ShortcutId, shortcutOf } from './shortcuts.ts';
import { useCommentActions } from './use-comments.ts';
import type { VisibleComments } from './use-visible-comments.ts';

/** The keys of the review room, unless switched off, something is typed, or a dialog is open. */
export function useShortcuts(
  comments: VisibleComments,
  view: {
    zoomBy: (steps: number) => void;
    meters: () => void;
    help: () => void;
    compose: () => void;
    blind: () => void;
  },
): void {
  const { player, versions, version, selectVersion, keyboardShortcuts, draft, setDraft, can } = useReview();
  const { setStatus } = useCommentActions();

  const heard = useRef<{ now: string | null; before: string | null }>({ now: null, before: null });
  const versionId = version?.id ?? null;
  useEffect(() => {
    if (versionId !== heard.current.now) heard.current = { now: versionId, before: heard.current.now };
  }, [versionId]);
  const selectLastVersion = () => {
    const { before } = heard.current;
    if (versions.some(({ id }) => id === before)) selectVersion(before!);
  };
  const markLoop = (end: 'start' | 'end') => {
    if (!player) return;
    const { loop, durationFrames } = player.getSnapshot();
    const at = player.positionSamples();
    const start = end === 'start' ? at : (loop?.startSample ?? 0);
    const stop = end === 'end' ? at : loop && loop.endSample > at ? loop.endSample : durationFrames;
    player.setLoop({ startSample: Math.min(start, stop), endSample: Math.max(start, stop) });
  };
  const markRange = () => {
    if (!player || !version || !can('comment.add')) return;
    const at = player.positionSamples();
    if (draft?.openEnd && draft.versionId === version.id) {
      const [start, end] = [draft.startSample, at].sort((a, b) => a - b) as [number, number];
      setDraft({ ...draft, startSample: start, endSample: end === start ? null : end, openEnd: false });
      view.compose();
    } else setDraft({ versionId: version.id, startSample: at, endSample: null, openEnd: true });
  };
  const comment = () => {
    if (!player || !version || !can('comment.add')) return;
    if (!draft)
      setDraft({ versionId: version.id, startSample: player.positionSamples(), endSample: null, openEnd: false });
    view.compose();
  };
  const goTo = (direction: 'next' | 'previous') => {
    if (!player) return;
    // A press during the first tenth of a second after a comment means the one before it.
    const tolerance = player.getSnapshot().sampleRate / 10;
    const found = neighbourComment(comments.shown, player.positionSamples(), direction, tolerance);
    if (found) comments.open(found);
  };
  const resolve = () => {
    const { active } = comments;
    if (!active) return;
    const [action, status] = waits(active.status)
      ? (['comment.address', 'addressed'] as const)
      : (['comment.resolve', 'reopened'] as const);
    if (active.permissions.includes(action)) setStatus(active.id, status, active.travelled?.shownInId);
  };

  const actions: Record<Exclude<ShortcutId, 'version'>, () => void> = {
    toggle: () => void player?.toggle(),
    'back-10': () => player?.seekBy(-10),
    'forward-10': () => player?.seekBy(10),
    'back-5': () => player?.seekBy(-5),
    'forward-5': () => player?.seekBy(5),
    'back-1': () => player?.seekBy(-1),
    'forward-1': () => player?.seekBy(1),
    'loop-start': () => markLoop('start'),
    'loop-end': () => markLoop('end'),
    loop: () => player?.setLoopEnabled(!player.getSnapshot().loopEnabled),
    'back-tenth': () => player?.seekBy(-0.1),
    'forward-tenth': () => player?.seekBy(0.1),
    'last-two': () => selectLastVersion(),
    mono: () => player?.setMonitor(player.getSnapshot().monitor === 'mono' ? 'stereo' : 'mono'),
    dim: () => player?.setDim(!player.getSnapshot().dim),
    match: () => player?.setLoudnessMatch(!player.getSnapshot().loudnessMatch),
    comment,
    range: markRange,
    next: () => goTo('next'),
    previous: () => goTo('previous'),
    resolve,
    'zoom-in': () => view.zoomBy(1),
    'zoom-out': () => view.zoomBy(-1),
    meters: view.meters,
    help: view.help,
    blind: view.blind,
  };

  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.repeat && !event.key.startsWith('Arrow'))) return;
    if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
    const shortcut = shortcutOf({
      key: event.key,
      shiftKey: event.shiftKey,
      ctrlKey: event.ctrlKey,
      altKey: event.altKey,
      metaKey: event.metaKey,
      focus: focusKindOf(document.activeElement),
    });
    if (!shortcut) return;
    event.preventDefault();
    if (shortcut.id !== 'version') actions[shortcut.id]();
    else if (versions[shortcut.index]) selectVersion(versions[shortcut.index]!.id);
  });
  useEffect(() => {
    if (!keyboardShortcuts) return;
    const listener = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [keyboardShortcuts]);
}
