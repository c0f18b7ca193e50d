import type { TransientSettings } from '../processors/transient.ts';
import type { Stereo } from './run.ts';

/** Plain twin of assembly/transient-shaper.ts. */
export const shapeTransients = (channels: Stereo, settings: TransientSettings, sampleRate: number): Stereo => {
  const factor = (ms: number) => Math.exp(-1000 / (ms * sampleRate));
  const out = channels.map((channel) => new Float32Array(channel.length)) as Stereo;
  let held = 0;
  let [fast, rising, falling, gainDb] = [0, 0, 0, 0];
  for (let i = 0; i < channels[0].length; i++) {
    const level = Math.max(...channels.map((channel) => Math.abs(channel[i]!)));
    if (level >= fast) held = Math.round(0.012 * sampleRate) + 1;
    fast = level >= fast || held > 0 ? Math.max(level, fast) : Math.max(level, fast * factor(30));
    held = Math.max(0, held - 1);
    rising = Math.min(fast, rising + (1 - factor(25)) * (fast - rising));
    falling = Math.max(fast, falling * factor(400));
    const onset = (fast - rising) / Math.max(fast, 1e-6);
    const decay = (falling - fast) / Math.max(falling, 1e-6);
    gainDb += (1 - factor(0.7)) * (settings.attackDb * onset + settings.sustainDb * decay - gainDb);
    for (const c of [0, 1] as const) out[c][i] = channels[c][i]! * 10 ** (gainDb / 20);
  }
  return out;
};
