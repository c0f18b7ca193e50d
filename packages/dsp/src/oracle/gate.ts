import type { GateSettings } from '../processors/gate.ts';
import type { Stereo } from './run.ts';
import { sideChained } from './side-chain.ts';

/** Plain twin of assembly/gate.ts. Output frame n belongs to input frame n: look-ahead is a detector that is early. */
export const gate = (channels: Stereo, settings: GateSettings, sampleRate: number): Stereo => {
  const factor = (ms: number) => (ms > 0 ? Math.exp(-1000 / (ms * sampleRate)) : 0);
  const inFrames = (ms: number) => Math.round((ms * sampleRate) / 1000);
  const early = inFrames(settings.lookAheadMs);
  const key = sideChained(channels, settings.sideChain, sampleRate);
  const frames = channels[0].length;
  const out: Stereo = [new Float32Array(frames), new Float32Array(frames)];
  let envelope = 0;
  let open = false;
  let hold = 0;
  let gain = 1;
  for (let i = 0; i < frames + early; i++) {
    envelope = Math.max(Math.abs(key[0][i] ?? 0), Math.abs(key[1][i] ?? 0), envelope * factor(10));
    const overDb = 20 * Math.log10(envelope) - settings.thresholdDb;
    if (overDb >= (open ? -settings.hysteresisDb : 0)) {
      open = true;
      hold = inFrames(settings.holdMs) + early;
    } else if (hold > 0) hold--;
    else open = false;
    const belowDb = settings.ratio >= 100 ? Number.NEGATIVE_INFINITY : (settings.ratio - 1) * Math.min(0, overDb);
    const wanted = open ? 1 : 10 ** (Math.max(-settings.rangeDb, belowDb) / 20);
    gain = wanted + factor(wanted > gain ? settings.attackMs : settings.releaseMs) * (gain - wanted);
    if (i < early) continue;
    for (const c of [0, 1] as const) out[c][i - early] = channels[c][i - early]! * gain;
  }
  return out;
};
