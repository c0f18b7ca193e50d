import type { ComparePlayer } from '@sweetspot/player/compare-player';

/** Sets the beginning or the end of the loop to what is heard. */
export function markLoop(player: ComparePlayer, end: 'loop-start' | 'loop-end'): void {
  const { loop, durationFrames } = player.getSnapshot();
  const at = player.positionSamples();
  const start = end === 'loop-start' ? at : (loop?.startSample ?? 0);
  const stop = end === 'loop-end' ? at : loop && loop.endSample > at ? loop.endSample : durationFrames;
  player.setLoop({ startSample: Math.min(start, stop), endSample: Math.max(start, stop) });
}
