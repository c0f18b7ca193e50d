import type { Dsp } from './dsp.ts';
import { MixBanks } from './host/mix-banks.ts';
import { MixDesk } from './host/mix-desk.ts';
import { planMix } from './host/mix-plan.ts';
import { WasmInstance } from './host/wasm-instance.ts';
import type { MixSettings } from './settings.ts';

export type { StripInput } from './host/mix-banks.ts';
export { blockFrames as mixBlockFrames, MixBanks } from './host/mix-banks.ts';
export { MixDesk } from './host/mix-desk.ts';
export { bankStrips, planMix } from './host/mix-plan.ts';

/**
 * The parts of a `MixEngine`, each in a wasm instance of its own, for a mix on several threads: banks here and there, one
 * desk. Whoever drives them aligns all banks and the desk to the longest latency of any bank, and adds the banks' sums to
 * the desk in the order of the banks; then the mix has the bits of a `MixEngine`.
 */
export const makeMixBanks = (
  dsp: Dsp,
  options: { settings: MixSettings; sampleRate: number; stripChannels: readonly number[]; banks: readonly number[] },
): MixBanks => new MixBanks(new WasmInstance(dsp.module), options);

export const makeMixDesk = (
  dsp: Dsp,
  options: { settings: MixSettings; sampleRate: number; stripLatencyFrames: number },
): MixDesk => {
  const desk = new MixDesk(new WasmInstance(dsp.module), options);
  desk.setSettings(options.settings, planMix(options.settings), options.stripLatencyFrames);
  return desk;
};
