import type { Levels } from '@sweetspot/player/compare-player';
import { type LoudnessTarget, loudnessTargets, playbackGainDb } from '@sweetspot/protocol/targets';

/**
 * How services play a single song, each setting of theirs a choice: what they turn down, and what they turn up where they
 * do. A version whose loudness or peak is not known plays as it is.
 */
export const serviceLevels = (): Levels[] =>
  loudnessTargets
    .filter(({ kind }) => kind === 'service')
    .flatMap((target: LoudnessTarget) =>
      (target.playback?.levels ?? []).map((level, index) => ({
        name: index === 0 ? target.name : `${target.name}, ${level.name}`,
        gainDbOf: ({ integratedLufs, truePeakDbtp }) =>
          integratedLufs === null || truePeakDbtp === null
            ? 0
            : playbackGainDb(target, { integratedLufs, truePeakDbtp }, level.name),
      })),
    );
