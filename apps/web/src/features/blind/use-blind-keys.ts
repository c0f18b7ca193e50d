'use client';

import type { ComparePlayer } from '@sweetspot/player/compare-player';
import { useEffect, useEffectEvent } from 'react';
import { useReview } from '../review/review-context.tsx';
import { focusKindOf } from '../review/shortcuts.ts';
import { type BlindKey, blindKeyOf } from './blind-keys.ts';
import { markLoop } from './mark-loop.ts';

/** The keys of a blind test, unless they are switched off in the account. */
export function useBlindKeys(
  player: ComparePlayer | null,
  letters: readonly string[],
  { hear, say }: { hear: (letter: string) => void; say?: (letter: string) => void },
): void {
  const { keyboardShortcuts } = useReview();

  const move = (id: Extract<BlindKey, { kind: 'transport' }>['id']) => {
    if (!player) return;
    if (id === 'toggle') void player.toggle();
    else if (id === 'loop') player.setLoopEnabled(!player.getSnapshot().loopEnabled);
    else if (id === 'loop-start' || id === 'loop-end') markLoop(player, id);
    else player.seekBy((id.startsWith('back') ? -1 : 1) * (stepSeconds[id.replace(/^\w+-/, '')] ?? 5));
  };
  const pressed = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || (event.repeat && !event.key.startsWith('Arrow'))) return;
    if (document.querySelector('[role="alertdialog"], [role="listbox"]')) return;
    const { key, shiftKey, ctrlKey, altKey, metaKey } = event;
    const focus = focusKindOf(document.activeElement);
    const found = blindKeyOf({ key, shiftKey, ctrlKey, altKey, metaKey, focus }, letters);
    if (!found) return;
    event.preventDefault();
    if (found.kind === 'hear') hear(found.letter);
    else if (found.kind === 'say') say?.(found.letter);
    else move(found.id);
  });
  useEffect(() => {
    if (!keyboardShortcuts) return;
    const listener = (event: KeyboardEvent) => pressed(event);
    window.addEventListener('keydown', listener);
    return () => window.removeEventListener('keydown', listener);
  }, [keyboardShortcuts]);
}

const stepSeconds: Record<string, number> = { '10': 10, '5': 5, '1': 1, tenth: 0.1 };
