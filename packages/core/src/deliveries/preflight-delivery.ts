import { judgeDelivery } from '@sweetspot/advice';
import {
  type AlternateKind,
  type AlternateOffers,
  alternateKindSchema,
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
import { allows } from '../access/policy.ts';
import type { AccessContext } from '../access/reader.ts';
import type { Db } from '../context.ts';
import { findStanding, type Standing } from '../renders/find-standing.ts';
import { findAlternateSources, offerAlternates } from './find-alternate-sources.ts';
import { readRelease } from './suggest-metadata.ts';

export const preflightDeliveryInput = z.object({
  songId: idSchema,
  versionId: idSchema,
  /** What is left out is as it would be suggested. */
  formats: z.array(deliveryFormatSchema).optional(),
  metadata: draftMetadataSchema.optional(),
  peaks: deliveryPeaksSchema.optional(),
  alternates: z.array(alternateKindSchema).optional(),
});

export type Preflight = {
  mayDeliver: boolean;
  findings: PreflightFinding[];
  /** Other versions that can be asked for, or why none can; null for who may not ask, because it names the stems. */
  alternates: AlternateOffers | null;
};

/** Says what stands against delivering a version, and what a shop may not like about it. */
export async function preflightDelivery(
  ctx: AccessContext,
  { songId, versionId, formats, metadata, peaks, alternates: asked = [] }: z.input<typeof preflightDeliveryInput>,
): Promise<Preflight> {
  const { access } = await loadSongFor(ctx, songId, 'song.view');
  const { record: version } = await loadVersionFor(ctx, versionId, 'version.listen');
  if (version.songId !== songId) {
    const message = 'This version belongs to another song.';
    return conclude([{ code: 'other_song', severity: 'blocks', message, mend: 'version' }], null);
  }
  const standing = await findStanding(ctx.db, version);
  const { suggested, others, artwork } = await readRelease(ctx.db, songId);
  const measured = await ctx.db.audioFile.findUniqueOrThrow({
    where: { id: version.file.id },
    select: { analysis: true },
  });
  const analysis = measured.analysis === null ? null : analysisSchema.parse(measured.analysis);
  const alternates = allows(access.grants, 'delivery.request') ? await findOffers(ctx.db, versionId) : null;
  const findings = [
    ...findingsOfVersion({ ...version, label: versionLabel(version) }, standing),
    ...(analysis
      ? judgeDelivery({
          analysis,
          formats: formats ?? [],
          metadata: { ...suggested, ...draftMetadataSchema.parse(metadata ?? {}) },
          artwork,
          peaks: peaks ?? usualPeaks,
          alternates: asked,
          // Guests of one song do not learn of the others, which this compares with and names.
          others: allows(access.grants, 'project.activity') ? others : [],
        })
      : []),
    ...findingsOfAlternates(asked, alternates),
  ];
  return conclude(findings, alternates);
}

const conclude = (findings: PreflightFinding[], alternates: Preflight['alternates']): Preflight => ({
  mayDeliver: findings.every(({ severity }) => severity !== 'blocks'),
  findings,
  alternates,
});

async function findOffers(db: Db, versionId: string): Promise<AlternateOffers> {
  const sources = await findAlternateSources(db, versionId);
  return 'reason' in sources ? sources : offerAlternates(sources);
}

/** What was asked for and cannot be made. */
function findingsOfAlternates(asked: readonly AlternateKind[], offers: AlternateOffers | null): PreflightFinding[] {
  if (asked.length === 0 || offers === null) return [];
  const blocks = (code: string, message: string): PreflightFinding => ({
    code,
    severity: 'blocks',
    message,
    mend: 'alternates',
  });
  if ('reason' in offers) return [blocks('no_alternates', offers.reason)];
  return offers
    .filter(({ kind }) => asked.includes(kind))
    .flatMap(({ kind, refusal }) => (refusal === null ? [] : [blocks(`no_${kind}`, refusal)]));
}

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
