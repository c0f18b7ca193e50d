'use client';

import type { ComparePlayer } from '@sweetspot/player/compare-player';
import type { AccountView, PersonView, SongView, VersionView } from '@sweetspot/protocol/views';
import { createContext, type ReactNode, use, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { toast } from '../../components/toast.ts';
import type { ProjectLive } from '../api/use-project-live.ts';
import { inCompareOrder, playable } from './playable.ts';
import { keepSongPlace, type SongPlace } from './song-link.ts';

/** What is being written: where it will stand, and whether its place is still moving. */
export type Draft = {
  versionId: string;
  startSample: number;
  endSample: number | null;
  /** a range was begun and waits for its end */
  openEnd: boolean;
};

export type Review = {
  song: SongView;
  versions: readonly VersionView[];
  /** The version that is looked at and heard. */
  version: VersionView | null;
  selectVersion: (versionId: string) => void;
  /** null until its code is here, moments after the page. */
  player: ComparePlayer | null;
  /** Me as the author of comments; null for a guest, whom only the server knows by name. */
  me: PersonView | null;
  keyboardShortcuts: boolean;
  can: (action: string) => boolean;
  draft: Draft | null;
  setDraft: (draft: Draft | null) => void;
  activeCommentId: string | null;
  setActiveCommentId: (commentId: string | null) => void;
  /** The tab that the link named, if any. */
  linkedTab: string | null;
  /** Says something to those who listen to the page instead of looking at it. */
  announce: (text: string) => void;
};

const ReviewContext = createContext<Review | null>(null);
/** Apart, because it changes whenever somebody moves: what does not look at people or jobs is not drawn again for them. */
const LiveContext = createContext<ProjectLive | null>(null);

/** Who is here, how far jobs are, whether the connection stands. */
export function useReviewLive(): ProjectLive {
  const live = use(LiveContext);
  if (!live) throw new Error('useReviewLive needs a ReviewProvider above it.');
  return live;
}

export function useReview(): Review {
  const review = use(ReviewContext);
  if (!review) throw new Error('useReview needs a ReviewProvider above it.');
  return review;
}

/** The player, loaded after the page is there and closed with it. */
function usePlayer(): ComparePlayer | null {
  const [player, setPlayer] = useState<ComparePlayer | null>(null);
  useEffect(() => {
    let opened: ComparePlayer | null = null;
    let closed = false;
    import('@sweetspot/player/compare-player').then(
      (module) => {
        if (closed) return;
        opened = new module.ComparePlayer();
        setPlayer(opened);
      },
      (error: unknown) => console.error('The player could not be loaded.', error),
    );
    return () => {
      closed = true;
      opened?.dispose();
      setPlayer(null);
    };
  }, []);
  return player;
}

/** A version that becomes ready is offered, never put under the ears of somebody who listens to another. */
function useNewVersions(versions: readonly VersionView[], select: (versionId: string) => void): void {
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    const ready = versions.filter(({ file }) => file.state === 'ready');
    const before = known.current;
    known.current = new Set(ready.map(({ id }) => id));
    if (before === null || before.size === 0) return;
    for (const { id, label } of ready)
      if (!before.has(id)) toast.info(`${label} is ready.`, { label: 'Listen', onClick: () => select(id) });
  }, [versions, select]);
}

/** Holds what the parts of the review room share: the player, the version, the comment that is being written. */
export function ReviewProvider({
  song,
  account,
  live,
  place,
  announce,
  children,
}: {
  song: SongView;
  account: AccountView | null;
  live: ProjectLive;
  /** where the link led */
  place: SongPlace;
  announce: (text: string) => void;
  children: ReactNode;
}) {
  const player = usePlayer();
  const versions = useMemo(() => inCompareOrder(song.versions), [song.versions]);
  const preferred = versions.find(({ file }) => file.state === 'ready') ?? versions[0] ?? null;
  const [wantedId, setWantedId] = useState(place.versionId ?? preferred?.id ?? null);
  const version = versions.find(({ id }) => id === wantedId) ?? preferred;
  const [draft, setDraft] = useState<Draft | null>(null);
  const [activeCommentId, setActiveCommentId] = useState(place.commentId);

  const playables = useMemo(() => versions.flatMap(({ id, file }) => playable(id, file) ?? []), [versions]);
  useEffect(() => player?.setVersions(playables), [player, playables]);

  const versionId = version?.id ?? null;
  useEffect(() => setWantedId((wanted) => wanted ?? versionId), [versionId]);
  useEffect(() => {
    if (player && versionId && playables.some(({ id }) => id === versionId)) player.select(versionId);
  }, [player, versionId, playables]);

  // The link's moment, once there is something to go to.
  const startSeconds = useRef(place.seconds);
  useEffect(() => {
    if (!player || startSeconds.current === null || player.getSnapshot().versionId === null) return;
    player.seek(startSeconds.current * player.getSnapshot().sampleRate);
    startSeconds.current = null;
  });

  const selectVersion = useCallback(
    (id: string) => {
      setWantedId(id);
      if (player?.getSnapshot().versionId === id) player.solo(null);
      keepSongPlace(song.id, { versionId: id });
    },
    [song.id, player],
  );
  useNewVersions(versions, selectVersion);
  const can = useCallback((action: string) => song.permissions.includes(action), [song.permissions]);
  const me = song.viewer;

  const keyboardShortcuts = account?.preferences.keyboardShortcuts ?? true;

  const review = useMemo<Review>(
    () => ({
      song,
      versions,
      version,
      selectVersion,
      player,
      me,
      keyboardShortcuts,
      can,
      draft,
      setDraft,
      activeCommentId,
      setActiveCommentId,
      linkedTab: place.tab,
      announce,
    }),
    [
      song,
      versions,
      version,
      selectVersion,
      player,
      me,
      keyboardShortcuts,
      can,
      draft,
      activeCommentId,
      place.tab,
      announce,
    ],
  );
  return (
    <LiveContext value={live}>
      <ReviewContext value={review}>{children}</ReviewContext>
    </LiveContext>
  );
}
