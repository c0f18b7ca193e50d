import type { SideChainSettings } from '../processors/side-chain.ts';
import type { Stereo } from './run.ts';

/** Plain Butterworth of second order by the bilinear transform: differs from the matched design only near Nyquist. */
const butterworth = (samples: Float32Array, type: 'high' | 'low', hz: number, sampleRate: number): Float32Array => {
  const g = Math.tan((Math.PI * hz) / sampleRate);
  const norm = 1 / (1 + Math.SQRT2 * g + g * g);
  const b0 = type === 'low' ? g * g * norm : norm;
  const b1 = type === 'low' ? 2 * b0 : -2 * b0;
  const a1 = 2 * (g * g - 1) * norm;
  const a2 = (1 - Math.SQRT2 * g + g * g) * norm;
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return samples.map((x) => {
    const y = b0 * x + b1 * x1 + b0 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, x, y1, y];
    return y;
  });
};

/** What a detector hears. */
export const sideChained = (input: Stereo, sideChain: SideChainSettings | undefined, sampleRate: number): Stereo =>
  input.map((channel) => {
    let key = channel;
    if (sideChain?.lowCutHz) key = butterworth(key, 'high', sideChain.lowCutHz, sampleRate);
    if (sideChain?.highCutHz) key = butterworth(key, 'low', sideChain.highCutHz, sampleRate);
    return key;
  }) as Stereo;
