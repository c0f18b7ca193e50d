import type { DelaySettings } from '../settings.ts';

/** Plain twin of assembly/delay.ts: the wet signal of a stereo delay at rest, with `Math` and one frame at a time. */
export const echo = (
  input: readonly [Float32Array, Float32Array],
  { timeMs, feedback, lowCutHz, highCutHz, pingPong }: DelaySettings,
  sampleRate: number,
): [Float32Array, Float32Array] => {
  const frames = input[0].length;
  const delay = Math.round((timeMs / 1000) * sampleRate);
  const line = [new Float64Array(frames), new Float64Array(frames)];
  const low = Math.exp((-2 * Math.PI * lowCutHz) / sampleRate);
  const high = Math.exp((-2 * Math.PI * highCutHz) / sampleRate);
  const lowState = [0, 0];
  const highState = [0, 0];
  const wet: [Float32Array, Float32Array] = [new Float32Array(frames), new Float32Array(frames)];
  for (let i = 0; i < frames; i++) {
    const back = [0, 1].map((c) => {
      const late = i >= delay ? line[c]![i - delay]! : 0;
      wet[c]![i] = late;
      highState[c] = late + high * (highState[c]! - late);
      lowState[c] = highState[c]! + low * (lowState[c]! - highState[c]!);
      return feedback * (highState[c]! - lowState[c]!);
    });
    const middle = 0.5 * (input[0][i]! + input[1][i]!);
    line[0]![i] = pingPong ? middle + back[1]! : input[0][i]! + back[0]!;
    line[1]![i] = pingPong ? back[0]! : input[1][i]! + back[1]!;
  }
  return wet;
};
