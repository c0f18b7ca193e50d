import type { PlayerVersion } from '@sweetspot/player/player-version';
import type { VersionKind } from '@sweetspot/protocol/songs';
import type { FileView, VersionView } from '@sweetspot/protocol/views';

/** What the player needs of a file that is ready; null while it is not. */
export function playable(id: string, file: FileView): PlayerVersion | null {
  const { sampleRate, frames, channels, segments, analysis } = file;
  if (file.state !== 'ready' || !segments || !sampleRate || !frames || !channels) return null;
  return {
    id,
    fileId: file.id,
    sampleRate,
    frames,
    channels,
    segments,
    integratedLufs: analysis?.loudness.integratedLufs ?? null,
    truePeakDbtp: analysis?.loudness.truePeakDbtp ?? null,
  };
}

const kindOrder: Record<VersionKind, number> = { master: 0, mix: 1, rough: 2, reference: 3 };

/** The furthest and newest first: that is what people come for, and keys 1–9 follow this order. */
export const inCompareOrder = (versions: readonly VersionView[]): VersionView[] =>
  [...versions].sort((a, b) => kindOrder[a.kind] - kindOrder[b.kind] || b.number - a.number);

/** Seconds of a file; 0 while they are not known. */
export const secondsOfFile = (file: FileView): number =>
  file.frames && file.sampleRate ? file.frames / file.sampleRate : 0;

const mostMagnification = 4;

/** How much all versions are magnified so that the loudest just fits: quiet songs are not drawn as a thread. */
export function commonScale(versions: readonly VersionView[]): number {
  const peaks = versions
    .map(({ file }) => file.analysis?.loudness.samplePeakDbfs ?? null)
    .filter((peak) => peak !== null);
  if (peaks.length === 0) return 1;
  return Math.max(1, Math.min(mostMagnification, 10 ** (-Math.max(...peaks) / 20)));
}
