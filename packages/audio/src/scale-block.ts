import type { Block } from './source.ts';

/** Multiplies every sample of a planar block by `gain`, in place. */
export function scaleBlock(block: Block, gain: number): void {
  for (const samples of block) for (let at = 0; at < samples.length; at += 1) samples[at] = samples[at]! * gain;
}
