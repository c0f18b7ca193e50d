import type { ParameterWriter } from '../host/parameter-writer.ts';
import { type CompressorSettings, neutralCompressor, writeCompressor } from './compressor.ts';

/** A compressor that hears its own band. */
export type MultibandBandSettings = Omit<CompressorSettings, 'lookAheadMs' | 'sideChain'>;

export type MultibandSettings = {
  enabled: boolean;
  /** One to four, ascending. A changed number of bands is heard at once; changed frequencies move over 20 ms. */
  crossoversHz: number[];
  /** From the lowest up, one more than crossovers. */
  bands: MultibandBandSettings[];
  /** 0 … 20 ms, of all bands: the latency, also while disabled. */
  lookAheadMs: number;
};

/** Four bands at rest. */
export const neutralMultiband = (): MultibandSettings => ({
  enabled: false,
  crossoversHz: [120, 800, 5000],
  bands: Array.from({ length: 4 }, neutralCompressor),
  lookAheadMs: 0,
});

/** Throws a RangeError for a number of bands that does not fit, and for crossovers that do not ascend. */
export const writeMultiband = (writer: ParameterWriter, settings: MultibandSettings): void => {
  const { enabled, crossoversHz, bands, lookAheadMs } = settings;
  if (bands.length < 2 || bands.length > 5) throw new RangeError('A multiband compressor has two to five bands');
  if (crossoversHz.length !== bands.length - 1) throw new RangeError('Between two bands there is one crossover');
  writer.flag(enabled).number(lookAheadMs).number(bands.length);
  crossoversHz.forEach((hz, i) => {
    if (!(hz > (crossoversHz[i - 1] ?? 0))) throw new RangeError('The crossovers of a multiband compressor ascend');
    writer.number(hz);
  });
  for (const band of bands) writeCompressor(writer, { ...band, lookAheadMs });
};
