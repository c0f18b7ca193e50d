import { judgeFile, judgeStems, recommendService } from '@sweetspot/advice';
import { stemRoles } from '@sweetspot/dsp';
import { analysisSchema, idSchema, versionLabel } from '@sweetspot/protocol';
import type { SongAdvice } from '@sweetspot/protocol/views';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { Context, Db } from '../context.ts';
import { listReadyStems } from '../renders/list-ready-stems.ts';
import { whatIsKnownOf } from './what-is-known-of.ts';

export const adviseSongInput = z.object({ songId: idSchema });

/**
 * What an experienced engineer would say of the song as it was brought: what its stems are like, what it needs next and
 * why. Made anew from the measurements each time, so that better rules reach old songs.
 */
export async function adviseSong(ctx: Context, { songId }: z.infer<typeof adviseSongInput>): Promise<SongAdvice> {
  await loadSongFor(ctx, songId, 'stem.view');
  const [ready, versions] = await Promise.all([listReadyStems(ctx.db, songId), listReadyVersions(ctx.db, songId)]);
  const rows = ready.filter(({ file }) => file.analysis !== null);
  const stems = rows.map(({ name, role, file }) => ({
    name,
    role: stemRoles.find((known) => known === role && known !== 'other'),
    sha256: file.sha256,
    analysis: analysisSchema.parse(file.analysis),
  }));
  const findings = stems.length === 0 ? [] : judgeStems(stems);
  const judged = versions.flatMap((version) => {
    if (version.file.analysis === null) return [];
    const readiness = judgeFile(analysisSchema.parse(version.file.analysis), whatIsKnownOf(version.kind));
    return [{ kind: version.kind, label: versionLabel(version), readiness }];
  });
  const { service, reasons } = recommendService({
    stems: { names: stems.map(({ name }) => name), findings },
    mixes: judged.filter(({ kind }) => kind === 'mix'),
    masters: judged.filter(({ kind }) => kind === 'master'),
  });
  return {
    service,
    reasons,
    stems: findings.map(({ stems: indexes, ...finding }) => ({
      ...finding,
      stemIds: indexes.map((index) => rows[index]!.id),
    })),
  };
}

const listReadyVersions = (db: Db, songId: string) =>
  db.version.findMany({
    where: { songId, removedAt: null, kind: { in: ['mix', 'master'] }, file: { state: 'ready' } },
    include: { file: true },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  });
