import { judgeDelivery } from '@sweetspot/advice';
import {
  analysisSchema,
  deliveryFormatSchema,
  deliveryPeaksSchema,
  draftMetadataSchema,
  idSchema,
  type PreflightFinding,
  usualPeaks,
  versionLabel,
} from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor, loadVersionFor } from '../access/load.ts';
import type { AccessContext } from '../access/reader.ts';
import { findStanding, type Standing } from '../renders/find-standing.ts';
import { readRelease } from './suggest-metadata.ts';

export const preflightDeliveryInput = z.object({
  songId: idSchema,
  versionId: idSchema,
  /** What is left out is as it would be suggested. */
  formats: z.array(deliveryFormatSchema).optional(),
  metadata: draftMetadataSchema.optional(),
  peaks: deliveryPeaksSchema.optional(),
});

export type Preflight = { mayDeliver: boolean; findings: PreflightFinding[] };

/** Says what stands against delivering a version, and what a shop may not like about it. */
export async function preflightDelivery(
  ctx: AccessContext,
  { songId, versionId, formats, metadata, peaks }: z.input<typeof preflightDeliveryInput>,
): Promise<Preflight> {
  await loadSongFor(ctx, songId, 'song.view');
  const { record: version } = await loadVersionFor(ctx, versionId, 'version.listen');
  if (version.songId !== songId) {
    return conclude([
      { code: 'other_song', severity: 'blocks', message: 'This version belongs to another song.', mend: 'version' },
    ]);
  }
  const standing = await findStanding(ctx.db, version);
  const { suggested, others, artwork } = await readRelease(ctx.db, songId);
  const measured = await ctx.db.audioFile.findUniqueOrThrow({
    where: { id: version.file.id },
    select: { analysis: true },
  });
  const analysis = measured.analysis === null ? null : analysisSchema.parse(measured.analysis);
  return conclude([
    ...findingsOfVersion({ ...version, label: versionLabel(version) }, standing),
    ...(analysis
      ? judgeDelivery({
          analysis,
          formats: formats ?? [],
          metadata: { ...suggested, ...draftMetadataSchema.parse(metadata ?? {}) },
          artwork,
          peaks: peaks ?? usualPeaks,
          others,
        })
      : []),
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
  const blocks = (code: string, message: string, mend: PreflightFinding['mend'] = 'version'): PreflightFinding => ({
    code,
    severity: 'blocks',
    message,
    mend,
  });
  if (kind !== 'master' && kind !== 'mix') {
    return [blocks('wrong_kind', `${label} is neither a master nor a mix; only those are delivered.`)];
  }
  if (file.state !== 'ready') return [blocks('not_ready', `${label} cannot be heard yet.`)];
  if (standing === 'rejected') {
    return [blocks('rejected', `${label} was turned down. Make a new one, or have the no withdrawn.`, 'approval')];
  }
  if (standing === 'open') {
    return [blocks('not_approved', `${label} is not approved. Somebody has to approve exactly this file.`, 'approval')];
  }
  const message = `${label} is a mix: it was not mastered.`;
  return kind === 'mix' ? [{ code: 'mix', severity: 'warns', message, mend: 'version' }] : [];
}
