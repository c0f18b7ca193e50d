import type { ParameterWriter } from '../host/parameter-writer.ts';

export type ToneCurvePoint = { hz: number; db: number };

export type ToneCurveSettings = {
  enabled: boolean;
  /** Linear keeps the shape of waves and delays by some 0.2 s; minimum is quick and turns the phase as an EQ does. */
  phase: 'linear' | 'minimum';
  /**
   * Levels the curve goes through, frequencies ascending, at most 64; flat beyond the outer ones, and 0 dB when empty. Meant
   * for steps of up to some 3 dB per third of an octave: those are met within 0.1 dB from 30 Hz to 18 kHz.
   */
  mid: ToneCurvePoint[];
  side: ToneCurvePoint[];
};

/** Passes its input unchanged. */
export const neutralToneCurve = (): ToneCurveSettings => ({ enabled: false, phase: 'linear', mid: [], side: [] });

/** Throws a RangeError for more than 64 points or frequencies that do not ascend. */
export const writeToneCurve = (writer: ParameterWriter, { enabled, phase, mid, side }: ToneCurveSettings): void => {
  writer.flag(enabled).flag(phase === 'linear');
  for (const curve of [mid, side]) {
    if (curve.length > 64) throw new RangeError('A tone curve has at most 64 points');
    writer.number(curve.length);
    curve.forEach(({ hz, db }, i) => {
      if (!(hz > (curve[i - 1]?.hz ?? 0))) throw new RangeError('The points of a tone curve ascend in frequency');
      writer.number(hz).number(db);
    });
  }
};
