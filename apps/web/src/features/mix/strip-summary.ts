import type { Return, Strip } from '@sweetspot/protocol/recipes';
import { formatDbChange, formatFrequency } from '../../components/format.ts';

/** What a strip does besides level and place, in a few words: "HP 80 Hz · EQ · Comp 3:1". */
export function stripSummary(strip: Strip, returns: readonly Return[]): string {
  const { trimDb, polarityInverted, highPass, eq, compressor, sends } = strip;
  return [
    trimDb === 0 ? null : `Trim ${formatDbChange(trimDb)}`,
    polarityInverted ? 'Ø' : null,
    highPass.enabled ? `HP ${formatFrequency(highPass.frequencyHz)}` : null,
    eq.enabled && eq.bands.some(({ enabled, gainDb, type }) => enabled && (gainDb !== 0 || type === 'notch'))
      ? 'EQ'
      : null,
    compressor.enabled ? `Comp ${Number(compressor.ratio.toFixed(1))}:1` : null,
    ...returns.map(({ id, name }) => (sends.some(({ to, levelDb }) => to === id && levelDb !== null) ? name : null)),
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
