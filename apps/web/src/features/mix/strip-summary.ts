import type { Strip } from '@sweetspot/protocol/recipes';
import { formatDbChange, formatFrequency } from '../../components/format.ts';

/** What a strip does besides level and place, in a few words: "HP 80 Hz · EQ · Comp 3:1". */
export function stripSummary(strip: Strip): string {
  const { trimDb, polarityInverted, highPass, eq, compressor, sends } = strip;
  return [
    trimDb === 0 ? null : `Trim ${formatDbChange(trimDb)}`,
    polarityInverted ? 'Ø' : null,
    highPass.enabled ? `HP ${formatFrequency(highPass.frequencyHz)}` : null,
    eq.enabled && eq.bands.some(({ enabled, gainDb, type }) => enabled && (gainDb !== 0 || type === 'notch'))
      ? 'EQ'
      : null,
    compressor.enabled ? `Comp ${Number(compressor.ratio.toFixed(1))}:1` : null,
    sends.reverbDb === null ? null : 'Reverb',
    sends.delayDb === null ? null : 'Delay',
  ]
    .filter((part) => part !== null)
    .join(' · ');
}
