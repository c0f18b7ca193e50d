'use client';

import type { ComparePlayer } from '@sweetspot/player/compare-player';
import { formatTime } from '@sweetspot/protocol/time';
import { Pause, Play, Repeat } from 'lucide-react';
import { IconButton } from '../../components/icon-button.tsx';
import { Slider } from '../../components/slider.tsx';
import { Spinner } from '../../components/spinner.tsx';
import { useSnapshotOf } from './use-blind-player.ts';

const loopSeconds = 8;

/** Play, place and loop, without anything that differs between the sounds: no waveform, no level. */
export function BlindTransport({ player, failure }: { player: ComparePlayer | null; failure: string | null }) {
  const state = useSnapshotOf(player, (snapshot) => snapshot.state);
  const playerFailure = useSnapshotOf(player, (snapshot) => snapshot.failure);
  const rate = useSnapshotOf(player, (snapshot) => snapshot.sampleRate);
  const position = useSnapshotOf(player, (snapshot) => snapshot.positionSamples);
  const duration = useSnapshotOf(player, (snapshot) => snapshot.durationFrames);
  const loop = useSnapshotOf(player, (snapshot) => snapshot.loop);
  const loopEnabled = useSnapshotOf(player, (snapshot) => snapshot.loopEnabled);
  const waiting = state === 'loading' || state === 'buffering';
  const sounding = state === 'playing' || waiting;
  const ready = player !== null && duration > 0;
  const isLooping = loop !== null && loopEnabled;
  const toggleLoop = () => {
    if (!player) return;
    if (isLooping) player.setLoop(null);
    else {
      const start = player.positionSamples();
      player.setLoop({ startSample: start, endSample: Math.min(duration, start + loopSeconds * rate) });
    }
  };
  const percent = (sample: number) => `${((sample / Math.max(1, duration)) * 100).toFixed(2)}%`;
  const message =
    failure ??
    playerFailure ??
    (state === 'blocked' ? 'The browser holds sound back until you press play once more.' : null);
  return (
    <section aria-label="Player" className="grid gap-1">
      {message ? (
        <p role="status" className="text-sm text-warn">
          {message}
        </p>
      ) : null}
      <div className="flex items-center gap-3">
        <button
          type="button"
          aria-label={sounding ? 'Pause' : 'Play'}
          aria-keyshortcuts="Space K"
          disabled={!ready}
          onClick={() => (state === 'blocked' ? void player?.resume() : void player?.toggle())}
          className="grid size-13 shrink-0 place-items-center rounded-full bg-ink text-bg hover:opacity-90 disabled:opacity-40"
        >
          {waiting ? (
            <Spinner className="size-5" />
          ) : sounding ? (
            <Pause aria-hidden fill="currentColor" className="size-5" />
          ) : (
            <Play aria-hidden fill="currentColor" className="size-5 translate-x-px" />
          )}
        </button>
        <span className="w-11 shrink-0 text-right tabular-nums">{formatTime(position / rate, 0)}</span>
        <div className="relative min-w-0 flex-1">
          {loop ? (
            <span
              aria-hidden
              className="pointer-events-none absolute inset-y-0 rounded-s bg-accent-soft"
              style={{ left: percent(loop.startSample), width: percent(loop.endSample - loop.startSample) }}
            />
          ) : null}
          <Slider
            label="Place in the song"
            showLabel={false}
            min={0}
            max={Math.max(1, Math.round(duration / rate))}
            step={1}
            value={position / rate}
            format={(seconds) => formatTime(seconds, 0)}
            onChange={(seconds) => player?.seek(seconds * rate)}
            disabled={!ready}
          />
        </div>
        <IconButton
          label={isLooping ? 'Loop off' : `Loop ${loopSeconds} seconds from here`}
          shortcut="I O ⇧L"
          pressed={isLooping}
          disabled={!ready}
          icon={<Repeat aria-hidden className="size-4" />}
          onClick={toggleLoop}
        />
      </div>
    </section>
  );
}
