import type { Song, Stem, Version } from '@sweetspot/prisma';
import {
  type Analysis,
  AppError,
  analysisSchema,
  type Derived,
  derivedSchema,
  versionLabel,
} from '@sweetspot/protocol';
import { eventActor, systemAuthor } from '../access/author.ts';
import { askForComparisons } from '../comparisons/ask-for-comparisons.ts';
import type { Db } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { notify } from '../notifications/notify.ts';
import { roleAfter } from '../stems/role-after.ts';
import type { TransactionContext } from '../transaction.ts';

/**
 * Makes a file playable: what was measured, where its peaks and segments lie, and the event that tells everyone, unless
 * its stem or version was removed meanwhile. Part of the transaction in which its ingest job succeeds. May be called again
 * for a file that is ready (rebuilt files).
 */
export async function publishIngest(
  tx: TransactionContext,
  fileId: string,
  outcome: { analysis: Analysis; derived: Derived },
): Promise<void> {
  const analysis = analysisSchema.parse(outcome.analysis);
  const derived = derivedSchema.parse(outcome.derived);
  const { format } = analysis;
  const file = await tx.db.audioFile.findUnique({
    where: { id: fileId },
    include: { stem: true, version: { include: { song: true } } },
  });
  if (!file) throw new AppError('gone', 'This file was removed while it was being read.');
  await tx.db.audioFile.update({
    where: { id: fileId },
    data: {
      state: 'ready',
      failureCode: null,
      failureMessage: null,
      container: format.container,
      codec: format.codec,
      sampleRate: format.sampleRate,
      bitDepth: format.bitDepth,
      channels: format.channels,
      frames: BigInt(format.frames),
      analysis,
      derived,
    },
  });
  const actor = eventActor(systemAuthor);
  if (file.stem && file.stem.removedAt === null) {
    await guessRoleBySound(tx.db, file.stem, analysis);
    const payload = { songId: file.stem.songId, stemId: file.stem.id };
    await appendEvent(tx.db, { projectId: file.projectId, type: 'stem.ready', payload, actor });
  }
  if (file.version && file.version.removedAt === null) {
    const payload = { songId: file.version.songId, versionId: file.version.id };
    await appendEvent(tx.db, { projectId: file.projectId, type: 'version.ready', payload, actor });
    if (file.state !== 'ready' && file.version.kind !== 'reference') await tellOfVersion(tx.db, file.version);
    await askForComparisons(tx, file.version);
  }
}

const tellOfVersion = (db: Db, version: Version & { song: Song }): Promise<void> =>
  notify(db, {
    projectId: version.song.projectId,
    songId: version.songId,
    type: 'version.ready',
    text: `${versionLabel(version)} of “${version.song.title}” can be heard.`,
    target: { versionId: version.id },
    to: 'everyone',
    exceptUserId: version.createdById,
  });

/** The sound may say what the name did not. What somebody chose is left alone. */
async function guessRoleBySound(db: Db, { id, name, role }: Stem, { activity }: Analysis): Promise<void> {
  const { spectralCentroidHz } = activity;
  const heard = roleAfter(role, { name, spectralCentroidHz: null }, { name, spectralCentroidHz });
  if (heard !== role) await db.stem.update({ where: { id }, data: { role: heard } });
}
