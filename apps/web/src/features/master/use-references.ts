'use client';

import { whyNoReference } from '@sweetspot/protocol/recipes';
import type { FileView, OtherReferenceView, VersionView } from '@sweetspot/protocol/views';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../api/use-trpc.ts';
import { useReview } from '../review/review-context.tsx';

/** A record that a master of this song can be brought near to; `songTitle` when it came with another song. */
export type ReferenceChoice = { id: string; title: string; songTitle: string | null; file: FileView };

const choiceOf = (
  { id, name, label, file }: VersionView | OtherReferenceView,
  songTitle: string | null,
): ReferenceChoice => ({ id, title: name || label, songTitle, file });

/** The references of the song, then those of the project's other songs. */
export function useReferences(): readonly ReferenceChoice[] {
  const { song, versions } = useReview();
  const trpc = useTRPC();
  const others = useQuery(trpc.versions.listOtherReferences.queryOptions({ songId: song.id }));
  return [
    ...versions.filter(({ kind }) => kind === 'reference').map((version) => choiceOf(version, null)),
    ...(others.data ?? []).map((version) => choiceOf(version, version.songTitle)),
  ];
}

/** Why a reference cannot be chosen; null when it can. */
export function whyNot({ file }: ReferenceChoice): string | null {
  const { frames, sampleRate, channels, analysis } = file;
  if (file.state !== 'ready' || analysis === null) return 'cannot be heard yet';
  return whyNoReference({ frames, sampleRate, channels, integratedLufs: analysis.loudness.integratedLufs });
}
