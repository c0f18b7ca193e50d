'use client';

import { formatTime } from '@sweetspot/protocol/time';
import { ChevronDown, MessageSquarePlus, Pause, Play, Repeat, Scale } from 'lucide-react';
import dynamic from 'next/dynamic';
import { memo, type ReactNode, useEffectEvent, useLayoutEffect, useRef } from 'react';
import { Button } from '../../components/button.tsx';
import { formatDbChange } from '../../components/format.ts';
import { IconButton } from '../../components/icon-button.tsx';
import { Kbd } from '../../components/kbd.tsx';
import { Menu } from '../../components/menu.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { MonitorButton } from './monitor-button.tsx';
import { secondsOfFile } from './playable.ts';
import { useReview } from './review-context.tsx';
import { useAnimationFrame } from './use-animation-frame.ts';
import { usePlayerSnapshot } from './use-player-snapshot.ts';
import { VersionNumbers } from './version-numbers.tsx';

const SoloNote = dynamic(() => import('./solo-note.tsx'), { ssr: false });
const LevelsMenu = dynamic(() => import('./levels-menu.tsx'), { ssr: false });

/** Play, time, loop, loudness match and numbers; on a phone fixed at the bottom, under the thumb. */
export const Transport = memo(function Transport({
  onComment,
  metersButton,
}: {
  onComment: () => void;
  metersButton: ReactNode;
}) {
  const { player, version, can } = useReview();
  const state = usePlayerSnapshot((snapshot) => snapshot.state);
  const failure = usePlayerSnapshot((snapshot) => snapshot.failure);
  const solo = usePlayerSnapshot((snapshot) => snapshot.soloId !== null);
  const seconds = usePlayerSnapshot((snapshot) => Math.floor(snapshot.positionSamples / snapshot.sampleRate));
  const ready = version?.file.state === 'ready';
  const sounding = state === 'playing' || state === 'loading' || state === 'buffering';
  const waiting = state === 'loading' || state === 'buffering';
  return (
    <div className="max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-20 max-md:border-line max-md:border-t max-md:bg-raised max-md:pb-[env(safe-area-inset-bottom)] md:border-line md:border-t">
      {failure || state === 'blocked' ? (
        <p role="status" className="border-line border-b px-4 py-1.5 text-sm text-warn">
          {failure ?? 'The browser holds sound back until you press play once more.'}
        </p>
      ) : null}
      {solo ? <SoloNote /> : null}
      <div className="flex h-19 items-center gap-3 px-4 md:h-14 md:px-3">
        <button
          type="button"
          aria-label={sounding ? 'Pause' : 'Play'}
          aria-keyshortcuts="Space K"
          disabled={!ready || !player}
          onClick={() => (state === 'blocked' ? void player?.resume() : void player?.toggle())}
          className="grid size-13 shrink-0 place-items-center rounded-full bg-ink text-bg hover:opacity-90 disabled:opacity-40 md:size-10"
        >
          {waiting ? (
            <Spinner className="size-5" />
          ) : sounding ? (
            <Pause aria-hidden fill="currentColor" className="size-5 md:size-4" />
          ) : (
            <Play aria-hidden fill="currentColor" className="size-5 translate-x-px md:size-4" />
          )}
        </button>
        <Clock durationSeconds={version ? secondsOfFile(version.file) : 0} />
        <span className="flex items-center gap-3 max-md:hidden">
          <LoopButton />
          <MatchButton />
          <MonitorButton />
          {metersButton}
        </span>
        <span className="flex-1" />
        {version ? <VersionNumbers version={version} className="max-xl:hidden" /> : null}
        {can('comment.add') && ready ? (
          <Button
            variant="primary"
            className="tabular-nums md:hidden"
            icon={<MessageSquarePlus aria-hidden className="size-4" />}
            onClick={onComment}
          >
            Comment at {formatTime(seconds, 0)}
          </Button>
        ) : null}
      </div>
    </div>
  );
});

/** The time, painted on every frame while it runs. */
function Clock({ durationSeconds }: { durationSeconds: number }) {
  const { player } = useReview();
  const playing = usePlayerSnapshot((snapshot) => snapshot.state === 'playing');
  const position = usePlayerSnapshot((snapshot) => snapshot.positionSamples);
  const time = useRef<HTMLSpanElement>(null);
  const paint = useEffectEvent(() => {
    if (time.current) time.current.textContent = formatTime(player?.positionSeconds() ?? 0, 3);
  });
  useAnimationFrame(playing, paint);
  // biome-ignore lint/correctness/useExhaustiveDependencies: painted again when the position has changed
  useLayoutEffect(() => paint(), [position]);
  return (
    <span role="timer" className="whitespace-nowrap tabular-nums">
      <span ref={time} className="inline-block min-w-17 font-semibold text-lg">
        0:00.000
      </span>{' '}
      <span className="text-muted max-md:hidden">{formatTime(durationSeconds, 3)}</span>
    </span>
  );
}

export function LoopButton() {
  const { player } = useReview();
  const loop = usePlayerSnapshot((snapshot) => snapshot.loop);
  const enabled = usePlayerSnapshot((snapshot) => snapshot.loopEnabled);
  const press = () => {
    if (!player) return;
    if (loop) player.setLoopEnabled(!enabled);
    else {
      const { sampleRate, durationFrames } = player.getSnapshot();
      const start = player.positionSamples();
      player.setLoop({ startSample: start, endSample: Math.min(durationFrames, start + 8 * sampleRate) });
    }
  };
  const on = loop !== null && enabled;
  return (
    <IconButton
      label={on ? 'Loop off' : loop ? 'Loop on' : 'Loop from here'}
      shortcut="I O ⇧L"
      pressed={on}
      icon={<Repeat aria-hidden className="size-4" />}
      onClick={press}
    />
  );
}

/** Loudness match: whether it is on, and what it, or a service in its place, does to what is heard. */
export function MatchButton() {
  const { player, version } = useReview();
  const on = usePlayerSnapshot((snapshot) => snapshot.loudnessMatch);
  const levels = usePlayerSnapshot((snapshot) => snapshot.levels);
  const gainDb = usePlayerSnapshot((snapshot) => snapshot.gainDb);
  if (version?.file.state !== 'ready') return null;
  return (
    <span className="flex">
      <Button
        pressed={on || levels !== null}
        aria-keyshortcuts="G"
        title={
          levels === null
            ? 'All versions play at one loudness, so that only the sound is compared'
            : `As loud as ${levels} plays it`
        }
        onClick={() => player?.setLoudnessMatch(!on)}
        icon={<Scale aria-hidden className="size-4" />}
        className="rounded-r-none tabular-nums"
      >
        <span className={levels === null ? 'max-xl:sr-only' : ''}>{levels ?? 'Loudness match'}</span>
        {levels === null ? (
          <span aria-hidden className="md:hidden">
            Match
          </span>
        ) : null}
        {on || levels !== null ? (
          <span className="min-w-14 text-right">{formatDbChange(gainDb)}</span>
        ) : (
          <span>off</span>
        )}
        <Kbd>G</Kbd>
      </Button>
      <Menu
        align="end"
        trigger={
          <Button
            aria-label="How loud it plays"
            title="As loud as Spotify, Apple Music, YouTube … play it"
            icon={<ChevronDown aria-hidden className="size-4" />}
            className="-ml-px rounded-l-none px-1.5!"
          />
        }
      >
        <LevelsMenu />
      </Menu>
    </span>
  );
}
