import type { MonitorMode } from './monitor.ts';

export type PlayerState = 'idle' | 'loading' | 'playing' | 'paused' | 'buffering' | 'blocked' | 'failed';

export type PlayerSnapshot = {
  state: PlayerState;
  /** the version that is looked at, and heard unless something sounds in its place */
  versionId: string | null;
  /** the version, or what is to sound in its place, that was asked for and is being loaded while the other goes on */
  pendingVersionId: string | null;
  /** what sounds in place of the version, a stem say */
  soloId: string | null;
  /** rate of the version; all positions below are in its samples */
  sampleRate: number;
  durationFrames: number;
  /** as of the last change, and four times a second while playing; `positionSamples()` is exact */
  positionSamples: number;
  loop: { startSample: number; endSample: number } | null;
  loopEnabled: boolean;
  loudnessMatch: boolean;
  /** name of the levels that are given in place of the loudness match */
  levels: string | null;
  /** gain applied to the version by either */
  gainDb: number;
  /** loudness that all matched versions play at */
  targetLufs: number | null;
  /** what the loudspeakers get of left and right */
  monitor: MonitorMode;
  /** everything 20 dB quieter */
  dim: boolean;
  /** a sentence, when `failed` */
  failure: string | null;
};

/** Before there is anything to play. */
export const restingSnapshot: PlayerSnapshot = {
  state: 'idle',
  versionId: null,
  pendingVersionId: null,
  soloId: null,
  sampleRate: 48_000,
  durationFrames: 0,
  positionSamples: 0,
  loop: null,
  loopEnabled: false,
  loudnessMatch: true,
  levels: null,
  gainDb: 0,
  targetLufs: null,
  monitor: 'stereo',
  dim: false,
  failure: null,
};
