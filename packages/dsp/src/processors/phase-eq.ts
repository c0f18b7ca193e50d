import type { ParameterWriter } from '../host/parameter-writer.ts';
import type { EqSettings } from '../settings.ts';

/** An equaliser with a choice of phase. Linear phase keeps the shape of waves and delays by some 0.2 s. */
export type PhaseEqSettings = EqSettings & { phase: 'minimum' | 'linear' };

/** Passes its input unchanged. */
export const neutralPhaseEq = (): PhaseEqSettings => ({ enabled: false, bands: [], phase: 'minimum' });

/** Throws a RangeError for more than eight bands. */
export const writePhaseEq = (writer: ParameterWriter, settings: PhaseEqSettings): void => {
  writer.flag(settings.enabled && settings.phase === 'linear').eq(settings);
};
