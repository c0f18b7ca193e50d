import type { MultibandSettings } from '../processors/multiband.ts';
import { compress } from './compressor.ts';
import type { Stereo } from './run.ts';
import { stateVariable } from './state-variable.ts';

/**
 * Plain twin of assembly/multiband.ts, built the textbook way: every part filtered twice by a Butterworth filter of its own, and
 * every band turned by the all-passes of the crossovers above it.
 */
export const compressBands = (channels: Stereo, settings: MultibandSettings, sampleRate: number): Stereo => {
  const { bands, crossoversHz, lookAheadMs } = settings;
  const filtered = (samples: Float64Array, hz: number, output: 'low' | 'high' | 'turned'): Float64Array => {
    const filter = stateVariable(hz, Math.SQRT1_2, sampleRate);
    return samples.map((x) => filter(x)[output]);
  };
  const out = channels.map((channel) => new Float32Array(channel.length)) as Stereo;
  bands.forEach((band, index) => {
    const part = channels.map((channel) => {
      let samples: Float64Array = Float64Array.from(channel);
      crossoversHz.forEach((hz, i) => {
        if (i < index) samples = filtered(filtered(samples, hz, 'high'), hz, 'high');
        if (i === index) samples = filtered(filtered(samples, hz, 'low'), hz, 'low');
      });
      return Float32Array.from(samples);
    }) as Stereo;
    const compressed = band.enabled ? compress(part, { ...band, lookAheadMs }, sampleRate) : part;
    compressed.forEach((channel, c) => {
      let samples: Float64Array = Float64Array.from(channel);
      crossoversHz.forEach((hz, i) => {
        if (i > index) samples = filtered(samples, hz, 'turned');
      });
      samples.forEach((x, i) => {
        out[c as 0 | 1][i]! += x;
      });
    });
  });
  return out;
};
