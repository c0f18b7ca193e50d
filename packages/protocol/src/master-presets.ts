import type { EqBandSettings } from '@sweetspot/dsp';
import { defaultMasterRecipe, type MasterRecipe, masterLufsRange, masterRecipeSchema } from './recipes.ts';
import { findTarget, type LoudnessTargetId } from './targets.ts';

/** Starting points with the names engineers give them. Each makes a whole recipe, to be edited like any other. */
interface Preset {
  name: string;
  target: LoudnessTargetId;
  /** One sentence for whoever chooses, and the recipe's reason. */
  note: string;
  bands?: EqBandSettings[];
  compressor?: Partial<MasterRecipe['compressor']>;
  saturation?: MasterRecipe['saturation'];
  releaseMs: number;
  lookAheadMs: number;
  /** A mix whose peaks stand so high that the limiter would do more than this is made quieter than the target instead, dB. */
  mostLimitingDb?: number;
}

/** What is known of the mix that a preset is for. */
export interface PresetMix {
  integratedLufs: number;
  /** Where it is not known the preset aims at its target. */
  truePeakDbtp?: number | null | undefined;
}

/** Presets set their compressors and saturation for songs of this loudness; the trim in front brings each song there. */
const workingLufs = -18;
const largestTrimDb = 24;

const band = (type: EqBandSettings['type'], frequencyHz: number, gainDb: number, q = 0.71): EqBandSettings => ({
  type,
  enabled: true,
  frequencyHz,
  gainDb,
  q,
});
const monoBassBelow = (frequencyHz: number): EqBandSettings => ({
  ...band('highPass', frequencyHz, 0),
  channel: 'side',
  slopeDbPerOctave: 12,
});

const presets = {
  transparent: {
    name: 'Transparent',
    target: 'spotify',
    note: 'One gain and a limiter that lets go slowly: the mix as it is, at the level of streaming services.',
    releaseMs: 150,
    lookAheadMs: 4,
  },
  streaming: {
    name: 'Streaming',
    target: 'spotify',
    note: 'Rumble taken off and the loud parts held together a little, for services that normalise to −14 LUFS.',
    bands: [band('highPass', 22, 0)],
    compressor: { thresholdDb: -16, ratio: 1.4, attackMs: 30, releaseMs: 200 },
    releaseMs: 90,
    lookAheadMs: 3,
  },
  warm: {
    name: 'Warm',
    target: 'spotify',
    note: 'A fuller low end, a softer top, slow compression and the second harmonic of a tube.',
    bands: [
      band('highPass', 22, 0),
      band('lowShelf', 130, 1.2),
      band('bell', 3200, -0.6, 0.8),
      band('highShelf', 9000, -1),
    ],
    compressor: { thresholdDb: -19, ratio: 1.6, attackMs: 50, releaseMs: 250 },
    saturation: { enabled: true, character: 'tube', driveDb: 4, mix: 0.35 },
    releaseMs: 150,
    lookAheadMs: 4,
  },
  loud: {
    name: 'Loud',
    target: 'loud',
    note: 'Dense and near, as much pop and rock is released; services turn it down.',
    bands: [band('highPass', 26, 0), band('highShelf', 10_000, 0.8)],
    compressor: { thresholdDb: -18, ratio: 2, attackMs: 25, releaseMs: 120 },
    releaseMs: 50,
    lookAheadMs: 2,
  },
  club: {
    name: 'Club',
    target: 'club',
    note: 'For large systems: the bass in the middle, nothing below what they can play, loud.',
    bands: [band('highPass', 28, 0), monoBassBelow(110), band('lowShelf', 90, 0.6)],
    compressor: { thresholdDb: -18, ratio: 2, attackMs: 30, releaseMs: 100 },
    releaseMs: 60,
    lookAheadMs: 2,
  },
  'vinyl-premaster': {
    name: 'Vinyl pre-master',
    target: 'vinyl',
    note: 'For the cutting engineer: bass in the middle, a softer top, and a limiter that only takes the tips of single peaks, about 2 dB: a mix with high peaks is made quieter for it.',
    bands: [band('highPass', 25, 0), monoBassBelow(150), band('highShelf', 14_000, -1.5)],
    releaseMs: 300,
    lookAheadMs: 5,
    mostLimitingDb: 2,
  },
  broadcast: {
    name: 'Broadcast',
    target: 'ebu-r128',
    note: 'Programme loudness of EBU R 128; nothing else is touched.',
    releaseMs: 200,
    lookAheadMs: 4,
  },
} as const satisfies Record<string, Preset>;

export type MasterPresetId = keyof typeof presets;

export const masterPresets = Object.entries(presets).map(([id, { name, note, target }]) => ({
  id: id as MasterPresetId,
  name,
  note,
  target,
}));

/** The whole recipe of a preset for a mix of that loudness. */
export function masterPreset(id: MasterPresetId, mix: PresetMix): MasterRecipe {
  const {
    target: targetId,
    note,
    bands,
    compressor,
    saturation,
    releaseMs,
    lookAheadMs,
    ...preset
  }: Preset = presets[id];
  const target = findTarget(targetId)!;
  const base = defaultMasterRecipe({ lufs: target.targetLufs, ceilingDbtp: target.ceilingDbtp });
  const trim = Math.min(largestTrimDb, Math.max(-largestTrimDb, workingLufs - mix.integratedLufs));
  return masterRecipeSchema.parse({
    ...base,
    targetLufs: gentleLufs(target, mix, preset.mostLimitingDb),
    inputGainDb: compressor || saturation ? trim : 0,
    eq: bands ? { enabled: true, bands } : base.eq,
    compressor: compressor ? { ...base.compressor, ...compressor, enabled: true } : base.compressor,
    saturation: saturation ?? base.saturation,
    limiter: { ...base.limiter, releaseMs, lookAheadMs },
    reason: note,
  });
}

/** The target, or as much less as keeps the limiter to `mostLimitingDb`; to a tenth, as people would say it. */
function gentleLufs(
  { targetLufs, ceilingDbtp }: { targetLufs: number; ceilingDbtp: number },
  { integratedLufs, truePeakDbtp = null }: PresetMix,
  mostLimitingDb: number | undefined,
): number {
  if (mostLimitingDb === undefined || truePeakDbtp === null) return targetLufs;
  const gentle = ceilingDbtp + mostLimitingDb - (truePeakDbtp - integratedLufs);
  return Math.max(masterLufsRange[0], Math.min(targetLufs, Math.floor(10 * gentle) / 10));
}
