import { guessStemRole } from '@sweetspot/dsp';
import type { Analysis, Material } from '@sweetspot/protocol';
import { thresholds } from './thresholds.ts';
import { level } from './words.ts';

export type MaterialGuess = { material: Material; reasons: string[] };

/**
 * Tells one element of a song from a mix and a mix from a master, by what was measured and, where the sound could be
 * either, by the file's name. Never certain: the reasons say what it rests on. `whole`: it is known to be a whole song.
 */
export function guessMaterial(analysis: Analysis, { name = '', whole = false } = {}): MaterialGuess {
  const element = whole ? [] : elementEvidence(analysis, name);
  if (element.length >= 2) return { material: 'stems', reasons: element };
  const { integratedLufs, truePeakDbtp, plrDb } = analysis.loudness;
  if (integratedLufs === null || truePeakDbtp === null || plrDb === null) {
    return { material: whole ? 'mix' : 'stems', reasons: ['It is silent.'] };
  }
  const isLoud = integratedLufs >= thresholds.masterLoudness.limit;
  const isFull = truePeakDbtp >= thresholds.masterPeak.limit;
  const isDense = plrDb <= thresholds.masterPlr.limit;
  if (isLoud && isFull && isDense) {
    return {
      material: 'master',
      reasons: [
        `At ${level(integratedLufs)} LUFS with peaks at ${level(truePeakDbtp)} dBTP it is as loud and as dense as a finished record.`,
      ],
    };
  }
  return {
    material: 'mix',
    reasons: [
      `${level(integratedLufs)} LUFS with ${level(plrDb)} dB between loudness and peaks: the full picture, not yet brought up to level.`,
    ],
  };
}

/** Sentences that speak for a single element; two of them decide. */
function elementEvidence({ activity, spectrum, format, stereo }: Analysis, name: string): string[] {
  const evidence: string[] = [];
  const { role, from } = guessStemRole(name);
  if (from === 'name')
    evidence.push(`Its name says ${role === 'fx' ? 'effects' : role.replace(/([A-Z])/g, ' $1').toLowerCase()}.`);
  if (/(^|[^a-z])stem([^a-z]|$)/i.test(name)) evidence.push('Its name says stem.');
  if (activity.activeRatio < thresholds.sparseStem.limit) {
    evidence.push(`It sounds in only ${Math.round(activity.activeRatio * 100)} % of its length.`);
  }
  const filled = filledBands(spectrum.thirdOctaveDb);
  if (filled < thresholds.mixBands.limit)
    evidence.push(`Its sound fills ${filled} of 27 third octaves; a mix fills more.`);
  if (format.channels === 1 || stereo.dualMono) evidence.push('It is mono.');
  return evidence;
}

/** Third octaves from 40 Hz to 16 kHz that carry anything. */
function filledBands(bands: Analysis['spectrum']['thirdOctaveDb']): number {
  const heard = bands.filter(({ hz }) => hz > 36 && hz < 17_000);
  const loudest = heard.reduce(
    (max, { db }) => Math.max(max, db ?? Number.NEGATIVE_INFINITY),
    Number.NEGATIVE_INFINITY,
  );
  return heard.filter(({ db }) => db !== null && db > loudest - thresholds.bandFloor.limit).length;
}
