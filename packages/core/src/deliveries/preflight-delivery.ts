import { type Analysis, analysisSchema, idSchema, versionLabel } from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor, loadVersionFor } from '../access/load.ts';
import type { AccessContext } from '../access/reader.ts';
import { findStanding, type Standing } from '../renders/find-standing.ts';

export const preflightDeliveryInput = z.object({ songId: idSchema, versionId: idSchema });

export type PreflightFinding = {
  code: string;
  /** What blocks has to be mended first; what warns is for somebody to decide. */
  severity: 'blocks' | 'warns';
  message: string;
};
export type Preflight = { mayDeliver: boolean; findings: PreflightFinding[] };

/** Says what stands against delivering a version, and what a shop may not like about it. */
export async function preflightDelivery(
  ctx: AccessContext,
  { songId, versionId }: z.infer<typeof preflightDeliveryInput>,
): Promise<Preflight> {
  await loadSongFor(ctx, songId, 'song.view');
  const { record: version } = await loadVersionFor(ctx, versionId, 'version.listen');
  if (version.songId !== songId) {
    return conclude([{ code: 'other_song', severity: 'blocks', message: 'This version belongs to another song.' }]);
  }
  const standing = await findStanding(ctx.db, version);
  const analysis = version.file.analysis === null ? null : analysisSchema.parse(version.file.analysis);
  return conclude([
    ...findingsOfVersion({ ...version, label: versionLabel(version) }, standing),
    ...(analysis ? findingsOfSound(analysis) : []),
  ]);
}

const conclude = (findings: PreflightFinding[]): Preflight => ({
  mayDeliver: findings.every(({ severity }) => severity !== 'blocks'),
  findings,
});

function findingsOfVersion(
  version: { kind: string; label: string; file: { state: string } },
  standing: Standing,
): PreflightFinding[] {
  const { kind, label, file } = version;
  const blocks = (code: string, message: string): PreflightFinding => ({ code, severity: 'blocks', message });
  if (kind !== 'master' && kind !== 'mix') {
    return [blocks('wrong_kind', `${label} is neither a master nor a mix; only those are delivered.`)];
  }
  if (file.state !== 'ready') return [blocks('not_ready', `${label} cannot be heard yet.`)];
  if (standing === 'rejected') {
    return [blocks('rejected', `${label} was turned down. Make a new one, or have the no withdrawn.`)];
  }
  if (standing === 'open') {
    return [blocks('not_approved', `${label} is not approved. Somebody has to approve exactly this file.`)];
  }
  return kind === 'mix' ? [{ code: 'mix', severity: 'warns', message: `${label} is a mix: it was not mastered.` }] : [];
}

/** What shops measure: peaks, clipping, rate, silence at the ends. */
export function findingsOfSound({ format, loudness, stereo, integrity }: Analysis): PreflightFinding[] {
  const findings: PreflightFinding[] = [];
  const warns = (code: string, message: string) => findings.push({ code, severity: 'warns', message });
  const peak = loudness.truePeakDbtp;
  if (peak !== null && peak > -1) {
    warns('true_peak', `The true peak is ${signed(peak)} dBTP; streaming services ask for −1 or less.`);
  }
  if (loudness.integratedLufs === null) {
    findings.push({ code: 'silent', severity: 'blocks', message: 'There is nothing to hear in this file.' });
  }
  if (format.sampleRate < 44_100)
    warns('low_rate', `The sample rate is ${format.sampleRate} Hz; shops want 44,100 or more.`);
  if (format.sampleKind === 'lossy') {
    warns('lossy_source', `The file was made from ${format.codec}, which has lost detail for good.`);
  }
  if (format.channels === 1 || stereo.dualMono) warns('mono', 'The file is mono.');
  if (stereo.deadChannel !== null) {
    warns('dead_channel', `The ${stereo.deadChannel === 0 ? 'left' : 'right'} channel is silent.`);
  }
  if (integrity.clippedRunCount > 0) {
    warns('clipped', `The waveform is clipped in ${integrity.clippedRunCount} places.`);
  }
  if (integrity.leadingSilenceSeconds > 1) {
    warns('late_start', `The sound starts after ${integrity.leadingSilenceSeconds.toFixed(1)} s of silence.`);
  }
  return findings;
}

const signed = (value: number): string => `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value).toFixed(1)}`;
