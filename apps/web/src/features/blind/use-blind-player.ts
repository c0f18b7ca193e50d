'use client';

import { ComparePlayer } from '@sweetspot/player/compare-player';
import { type PlayerSnapshot, restingSnapshot } from '@sweetspot/player/player-snapshot';
import { type RefObject, useEffect, useEffectEvent, useRef, useState, useSyncExternalStore } from 'react';
import { blindMediaBase, type LetteredSound, loadBlindSound } from './load-blind-sound.ts';

/** Where the music was, in seconds: the sounds of a test begin there. */
export type MusicPlace = { seconds: number; loop: { start: number; end: number } | null };

export type BlindPlayer = {
  player: ComparePlayer | null;
  failure: string | null;
  /** Lets a sound be heard, now or as soon as it is known how it is played. */
  hear: (alias: string) => void;
  /** what was asked for and is not known yet */
  awaited: string | null;
};

/**
 * A player of its own for the sounds of one test, matched in loudness. `aliases`: what can be heard now; the first of
 * them is heard first, and takes over without a gap when what is heard goes (the X of the trial before).
 */
export function useBlindPlayer(
  blindTestId: string,
  aliases: readonly string[],
  place: RefObject<MusicPlace>,
): BlindPlayer {
  const [player, setPlayer] = useState<ComparePlayer | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [awaited, setAwaited] = useState<string | null>(null);
  const sounds = useRef(new Map<string, LetteredSound>());

  useEffect(() => {
    const opened = new ComparePlayer({ mediaBase: blindMediaBase(blindTestId) });
    const known = sounds.current;
    opened.setLevels({ name: 'blind', gainDbOf: ({ id }) => known.get(id)?.gainDb ?? 0 });
    setPlayer(opened);
    return () => {
      opened.dispose();
      known.clear();
      setPlayer(null);
    };
  }, [blindTestId]);

  const wanted = aliases.join(' ');
  /** The aliases that the player has. */
  const [shown, setShown] = useState('');
  useEffect(() => {
    if (!player) return;
    const aborter = new AbortController();
    const names = wanted.split(' ');
    const load = async (name: string) => {
      if (!sounds.current.has(name)) sounds.current.set(name, await loadBlindSound(blindTestId, name, aborter.signal));
    };
    Promise.all(names.map(load)).then(
      () => {
        if (aborter.signal.aborted) return;
        show(player, names, sounds.current, place.current);
        setShown(wanted);
      },
      (error: unknown) => {
        if (!aborter.signal.aborted) setFailure(error instanceof Error ? error.message : String(error));
      },
    );
    return () => aborter.abort();
  }, [player, blindTestId, wanted, place]);

  const hear = (alias: string) => {
    const isThere = shown.split(' ').includes(alias) && player !== null;
    setAwaited(isThere ? null : alias);
    if (isThere) player.select(alias);
  };
  const hearAwaited = useEffectEvent(() => {
    if (awaited !== null) hear(awaited);
  });
  useEffect(() => {
    if (shown === wanted) hearAwaited();
  }, [shown, wanted]);

  return { player, failure, hear, awaited: awaited !== null && aliases.includes(awaited) ? awaited : null };
}

function show(
  player: ComparePlayer,
  names: readonly string[],
  sounds: ReadonlyMap<string, LetteredSound>,
  { seconds, loop }: MusicPlace,
): void {
  const heard = player.getSnapshot().versionId;
  const goes = heard !== null && !names.includes(heard);
  // What sounds stays until something else does.
  const all = goes ? [...names, heard] : names;
  player.setVersions(all.flatMap((name) => sounds.get(name)?.version ?? []));
  if (goes) player.select(names[0]!);
  if (heard !== null) return;
  player.select(names[0]!);
  const { sampleRate } = player.getSnapshot();
  if (loop) player.setLoop({ startSample: loop.start * sampleRate, endSample: loop.end * sampleRate });
  player.seek(seconds * sampleRate);
  player.prepare();
}

const never = () => () => undefined;

/** A part of a player's state; the component is drawn again when that part changes. */
export function useSnapshotOf<T>(player: ComparePlayer | null, select: (snapshot: PlayerSnapshot) => T): T {
  return useSyncExternalStore(
    player?.subscribe ?? never,
    () => select(player?.getSnapshot() ?? restingSnapshot),
    () => select(restingSnapshot),
  );
}
