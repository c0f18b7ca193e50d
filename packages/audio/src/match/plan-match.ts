import {
  fullMatch,
  type MasterRecipe,
  type MatchIntensity,
  masterRecipeSchema,
  matchedTargetLufs,
} from '@sweetspot/protocol/recipes';
import type { MatchProfile } from './listen-for-match.ts';
import { curveOf, differencesTo, type ToneLimits, type ToneStep, wantedSteps } from './tone-steps.ts';

export interface WeightedReference {
  profile: MatchProfile;
  weight: number;
}

/** From this difference of peaks to loudness on, the reference is denser. */
const denserDb = 1;

/**
 * Writes what brings a song near its references into a master recipe: the loudness, a tone curve for mid and side, and
 * gentle compression where the references are denser, each with its reason. Pure; the result is an ordinary recipe.
 * Throws a RangeError without a reference of positive weight.
 */
export function planMatch(
  song: MatchProfile,
  references: readonly WeightedReference[],
  base: MasterRecipe,
  intensity: MatchIntensity = fullMatch,
): MasterRecipe {
  const total = references.reduce((sum, { weight }) => sum + weight, 0);
  if (!(total > 0)) throw new RangeError('A match needs a reference of positive weight');
  const mean = (read: (profile: MatchProfile) => number): number =>
    references.reduce((sum, { profile, weight }) => sum + (read(profile) * weight) / total, 0);

  const referenceLufs = mean(({ integratedLufs }) => integratedLufs);
  const levels = references.map(({ profile, weight }) => ({ integratedLufs: profile.integratedLufs, weight }));
  const denser = song.peakToShortTermDb - mean(({ peakToShortTermDb }) => peakToShortTermDb);
  const { steps, limits } = planTone(song, references, intensity);
  const toneCurve = steps.length > 0 ? { enabled: true, ...curveOf(steps), reason: curveReason(steps, limits) } : {};
  const compressor = compressorTo(song, denser, base, intensity);
  const heard = `${references.length === 1 ? 'The reference measures' : 'The references measure'} ${referenceLufs.toFixed(1)} LUFS; the song comes in at ${song.integratedLufs.toFixed(1)}.`;
  const dynamics = dynamicsReason(denser, { ...base, compressor }, { base, intensity });
  return masterRecipeSchema.parse({
    ...base,
    targetLufs: matchedTargetLufs(base.targetLufs, levels, intensity.level),
    driveDb: null,
    toneCurve: { ...base.toneCurve, ...toneCurve },
    compressor,
    reason: `${heard} ${dynamics}`.replaceAll('-', '−'),
  });
}

/** The steps of the tone curve; none when neither tone nor width is asked for. */
export function planTone(
  song: MatchProfile,
  references: readonly WeightedReference[],
  intensity: MatchIntensity,
): { steps: ToneStep[]; limits: ToneLimits } {
  const isAsked = intensity.tone > 0 || intensity.width > 0;
  return wantedSteps(isAsked ? differencesTo(song, references) : [], intensity);
}

/** Of the curve: where it does most, and what it leaves because the song has nothing there or lies too far away. */
function curveReason(steps: readonly ToneStep[], { emptyHz, farHz }: ToneLimits): string {
  const most = steps.reduce((a, b) => (Math.abs(b.toneDb) > Math.abs(a.toneDb) ? b : a));
  const at = (list: readonly number[]) => `${list.join(', ')} Hz`;
  const sentences = [
    `Follows the spectrum of the reference, loud parts by loud and quiet by quiet; most at ${most.band.hz} Hz, ${signed(most.toneDb)} dB.`,
    ...(emptyHz.length > 0 ? [`At ${at(emptyHz)} the song has nothing to raise; that stays.`] : []),
    ...(farHz.length > 0 ? [`At ${at(farHz)} they lie too far apart to go all the way.`] : []),
  ];
  return sentences.join(' ').slice(0, 500);
}

const signed = (db: number): string => `${db > 0 ? '+' : '−'}${Math.abs(db).toFixed(1)}`;

/** Of the dynamics: how dense both are, and what is done about it. */
function dynamicsReason(
  denser: number,
  { compressor }: MasterRecipe,
  { base, intensity }: { base: MasterRecipe; intensity: MatchIntensity },
): string {
  if (compressor !== base.compressor) {
    return `The reference is denser by ${denser.toFixed(1)} dB of peak to loudness; compressed ${compressor.ratio.toFixed(2)}:1.`;
  }
  if (denser < -denserDb) {
    return `The reference is more open by ${(-denser).toFixed(1)} dB; what was compressed cannot be opened again.`;
  }
  if (denser <= denserDb) return 'Both are about as dense.';
  if (intensity.dynamics === 0) return 'The reference is denser; its density was not asked for.';
  return `The reference is denser by ${denser.toFixed(1)} dB; at this intensity nothing is compressed for it.`;
}

/** Only ever denser: what a limiter took away cannot be given back. */
function compressorTo(song: MatchProfile, denser: number, base: MasterRecipe, { dynamics }: MatchIntensity) {
  const much = Math.min(6, denser) * dynamics;
  if (!(much > denserDb)) return base.compressor;
  return {
    ...base.compressor,
    enabled: true,
    detector: 'rms' as const,
    thresholdDb: clamp(song.integratedLufs + base.inputGainDb, -80, 0),
    ratio: 1 + much / 6,
    kneeDb: 6,
    attackMs: 20,
    releaseMs: 160,
    mix: 1,
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
