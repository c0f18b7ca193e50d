import type { Span } from './timeline.ts';

/**
 * `when`, `offset` and `duration` of `AudioBufferSourceNode.start` for a span, in seconds, so that they mean its frames
 * exactly. One frame in eight, divided by the rate and multiplied by it again, is an ulp less or more, which sources, that
 * start between samples too (Web Audio 1.1, playback of AudioBuffer contents), do not forgive in both directions:
 *
 * - A `when` before its frame has all that follows interpolated, that much between two samples; one after it by less than
 *   a rounding error is taken for the frame. So it is never before.
 * - A `duration` beyond its last frame sounds one frame more, over the next span. So it ends a quarter of a frame early,
 *   and is rounded up to it, or to the nearest.
 * - An `offset` is rounded to a frame of the buffer.
 */
export function startTimes({ atFrame, offset, frames }: Span, rate: number): [number, number, number] {
  return [secondsNotBefore(atFrame, rate), offset / rate, (frames - 0.25) / rate];
}

function secondsNotBefore(frame: number, rate: number): number {
  const seconds = frame / rate;
  // Half an epsilon of itself, rounded, is the next number there is.
  return seconds * rate < frame ? seconds + (seconds * Number.EPSILON) / 2 : seconds;
}
