import { findTarget, type LoudnessTarget, loudnessTargets } from '@sweetspot/protocol';
import { InvalidArgumentError } from 'commander';
import { level } from './reports/words.ts';

/** The targets with their numbers, for manuals. */
export const targetList = loudnessTargets
  .map(({ id, targetLufs, ceilingDbtp }) => `${id} (${level(targetLufs, 'LUFS', 0)}, ${level(ceilingDbtp, 'dBTP')})`)
  .join(', ');

/** Reads the name of a target. */
export function parseTarget(id: string): LoudnessTarget {
  const target = findTarget(id);
  if (target) return target;
  throw new InvalidArgumentError(`It must be one of ${loudnessTargets.map((one) => one.id).join(', ')}.`);
}
