import type { ParameterWriter } from '../host/parameter-writer.ts';

export type DynamicEqBandType = 'bell' | 'lowShelf' | 'highShelf';

export type DynamicEqBandSettings = {
  type: DynamicEqBandType;
  enabled: boolean;
  /**
   * Centre of a bell; of a shelf, the end of the slope that stays. What the band changes is also what drives it: a bell
   * hears its band, a shelf what lies beyond its frequency.
   */
  frequencyHz: number;
  q: number;
  thresholdDb: number;
  /** Input dB above the threshold per output dB, as a compressor's, until the range is reached. */
  ratio: number;
  kneeDb: number;
  /** The most it changes what is above the threshold: −24 … 0 turns it down, 0 … 24 up. */
  rangeDb: number;
  attackMs: number;
  releaseMs: number;
};

/** Up to four bands, processed in order. */
export type DynamicEqSettings = { enabled: boolean; bands: DynamicEqBandSettings[] };

/** Their places are the numbers in assembly/dynamic-eq.ts. */
const bandTypes: DynamicEqBandType[] = ['bell', 'lowShelf', 'highShelf'];

export const neutralDynamicEqBand = (): DynamicEqBandSettings => ({
  type: 'bell',
  enabled: true,
  frequencyHz: 2500,
  q: 1,
  thresholdDb: -30,
  ratio: 2,
  kneeDb: 6,
  rangeDb: 0,
  attackMs: 5,
  releaseMs: 80,
});

export const neutralDynamicEq = (): DynamicEqSettings => ({ enabled: false, bands: [neutralDynamicEqBand()] });

/** At rest, set up for a voice: one quick band over its sibilants. */
export const neutralDeEsser = (): DynamicEqSettings => ({
  enabled: false,
  bands: [
    {
      ...{ type: 'bell', enabled: true, frequencyHz: 7000, q: 1, thresholdDb: -32, ratio: 4, kneeDb: 6 },
      ...{ rangeDb: -8, attackMs: 1, releaseMs: 40 },
    },
  ],
});

/** Throws a RangeError for more than four bands. */
export const writeDynamicEq = (writer: ParameterWriter, { enabled, bands }: DynamicEqSettings): void => {
  if (bands.length > 4) throw new RangeError('A dynamic equaliser has at most four bands');
  writer.flag(enabled).number(bands.length);
  for (const band of bands) {
    writer.number(bandTypes.indexOf(band.type)).flag(band.enabled).number(band.frequencyHz).number(band.q);
    writer.number(band.thresholdDb).number(band.ratio).number(band.kneeDb).number(band.rangeDb);
    writer.number(band.attackMs).number(band.releaseMs);
  }
};
