import type { ParameterWriter } from '../host/parameter-writer.ts';
import { type SideChainSettings, writeSideChain } from './side-chain.ts';

export type CompressorSettings = {
  enabled: boolean;
  thresholdDb: number;
  /** Input dB above the threshold per output dB; 1 does nothing. */
  ratio: number;
  /** Full width of the soft knee. */
  kneeDb: number;
  attackMs: number;
  releaseMs: number;
  makeupDb: number;
  /** 0 is dry, 1 is compressed; between them parallel compression. The dry part is delayed by the look-ahead as well. */
  mix: number;
  /** Level detection: absolute value, or root mean square over 10 ms. `peak` when absent. */
  detector?: 'peak' | 'rms' | undefined;
  /** 1 drives both channels by the louder one, 0 leaves them independent. 1 when absent. */
  stereoLink?: number | undefined;
  /** Release by the crest factor: `releaseMs` for steady sound, down to a 32nd of it for short peaks. Off when absent. */
  autoRelease?: boolean | undefined;
  /** 0 … 20 ms by which the detector hears the signal earlier: the latency, also while disabled. 0 when absent. */
  lookAheadMs?: number | undefined;
  /** What the detector hears. Everything when absent. */
  sideChain?: SideChainSettings | undefined;
};

export const neutralCompressor = (): CompressorSettings => ({
  enabled: false,
  thresholdDb: -18,
  ratio: 2,
  kneeDb: 6,
  attackMs: 15,
  releaseMs: 120,
  makeupDb: 0,
  mix: 1,
  detector: 'peak',
  stereoLink: 1,
});

export const writeCompressor = (writer: ParameterWriter, settings: CompressorSettings): void => {
  writer.flag(settings.enabled).number(settings.thresholdDb).number(settings.ratio).number(settings.kneeDb);
  writer.number(settings.attackMs).number(settings.releaseMs).number(settings.makeupDb).number(settings.mix);
  writer.flag(settings.detector === 'rms').number(settings.stereoLink ?? 1);
  writer.flag(settings.autoRelease ?? false).number(settings.lookAheadMs ?? 0);
  writeSideChain(writer, settings.sideChain);
};
