import type { ParameterWriter } from '../host/parameter-writer.ts';
import { type SideChainSettings, writeSideChain } from './side-chain.ts';

export type GateSettings = {
  enabled: boolean;
  /** It opens at this level. */
  thresholdDb: number;
  /** It closes this much below the threshold. */
  hysteresisDb: number;
  /** dB out per dB in of what lies below the threshold: 1 does nothing, from 100 on it is a gate. */
  ratio: number;
  /** 0 … 120: it takes away no more than this. */
  rangeDb: number;
  /** Opening: time to come within 1/e of open. Closing falls by 8.7 dB per `releaseMs`. */
  attackMs: number;
  /** It stays open for so long after the level fell. */
  holdMs: number;
  releaseMs: number;
  /** 0 … 20 ms by which the detector hears the signal earlier: the latency, also while disabled. */
  lookAheadMs: number;
  /** What the detector hears. Everything when absent. */
  sideChain?: SideChainSettings | undefined;
};

export const neutralGate = (): GateSettings => ({
  enabled: false,
  thresholdDb: -50,
  hysteresisDb: 6,
  ratio: 2,
  rangeDb: 30,
  attackMs: 1,
  holdMs: 50,
  releaseMs: 100,
  lookAheadMs: 0,
});

export const writeGate = (writer: ParameterWriter, settings: GateSettings): void => {
  writer.flag(settings.enabled).number(settings.thresholdDb).number(settings.hysteresisDb).number(settings.ratio);
  writer.number(settings.rangeDb).number(settings.attackMs).number(settings.holdMs).number(settings.releaseMs);
  writer.number(settings.lookAheadMs);
  writeSideChain(writer, settings.sideChain);
};
