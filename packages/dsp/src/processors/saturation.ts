import type { ParameterWriter } from '../host/parameter-writer.ts';

/**
 * `tape`: odd harmonics, highs saturate first. `tube`: even and odd harmonics. `clip`: straight to half of full scale, a
 * round knee, flat at full scale.
 */
export type SaturationCharacter = 'tape' | 'tube' | 'clip';

export type SaturationSettings = {
  enabled: boolean;
  character: SaturationCharacter;
  /** Gain into the curve, 0 … 24 dB; what comes out is turned back so that a sine of −12 dBFS keeps its RMS level. */
  driveDb: number;
  /** 0 is dry, 1 is saturated; the dry signal is delayed by the latency. */
  mix: number;
};

/** Their places are the numbers in assembly/saturation.ts. */
const saturationCharacters: SaturationCharacter[] = ['tape', 'tube', 'clip'];

/** Passes its input unchanged. */
export const neutralSaturation = (): SaturationSettings => ({
  enabled: false,
  character: 'tape',
  driveDb: 6,
  mix: 1,
});

export const writeSaturation = (writer: ParameterWriter, settings: SaturationSettings): void => {
  writer.flag(settings.enabled).number(saturationCharacters.indexOf(settings.character));
  writer.number(settings.driveDb).number(settings.mix);
};
