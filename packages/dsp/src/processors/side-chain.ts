import type { ParameterWriter } from '../host/parameter-writer.ts';

/** Butterworth filters of 12 dB/oct before a detector; `null` is none. What is heard does not pass them. */
export type SideChainSettings = { lowCutHz: number | null; highCutHz: number | null };

export const writeSideChain = (writer: ParameterWriter, sideChain: SideChainSettings | undefined): void => {
  writer.number(sideChain?.lowCutHz ?? 0).number(sideChain?.highCutHz ?? 0);
};
