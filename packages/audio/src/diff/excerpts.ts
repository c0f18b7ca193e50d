import type { Block } from '../source.ts';

/** A piece of a file: `start` may lie before its beginning, and its end behind the file's; there it is silent. */
export interface Excerpt {
  start: number;
  planes: Float32Array[];
}

export const makeExcerpt = (start: number, frames: number, channels: number): Excerpt => ({
  start,
  planes: Array.from({ length: channels }, () => new Float32Array(frames)),
});

/** Copies what belongs to the excerpts out of a block that begins at `atFrame`. */
export function copyExcerpts(excerpts: readonly Excerpt[], block: Block, frames: number, atFrame: number): void {
  for (const { start, planes } of excerpts) {
    const from = Math.max(start, atFrame);
    const to = Math.min(start + planes[0]!.length, atFrame + frames);
    if (from >= to) continue;
    planes.forEach((plane, channel) => {
      plane.set(block[channel]!.subarray(from - atFrame, to - atFrame), from - start);
    });
  }
}
