import { guessStemRole } from '@sweetspot/dsp';
import type { Prisma } from '@sweetspot/prisma';
import { type UploadPurpose, type VersionKind, versionLabel } from '@sweetspot/protocol';
import type { Author } from '../access/author.ts';
import { eventActor } from '../access/author.ts';
import { appendEvent } from '../events/append-event.ts';
import { holdOriginal } from '../storage/hold-original.ts';
import type { TransactionContext } from '../transaction.ts';
import { stemNameOf } from '../uploads/display-name.ts';

export type NewFile = {
  projectId: string;
  songId: string;
  purpose: UploadPurpose;
  /** For a rendered version made from its label, which is only known once it has a number. */
  fileName: string | ((label: string) => string);
  sizeBytes: bigint;
  sha256: string;
  author: Author;
  /** What a version carries that was rendered. */
  version?: { name?: string; recipe?: Prisma.InputJsonValue; renderId?: string; parentId?: string | null };
};

export type AddedFile = { fileId: string; jobId: string; stemId: string | null; versionId: string | null };

/**
 * Adds a stored original to a song, as a stem or as the next version of its kind, and asks for it to be read. Part of a
 * transaction that holds the project. Throws `unavailable` when the original is not in storage (any more).
 */
export async function addFile(tx: TransactionContext, file: NewFile): Promise<AddedFile> {
  await holdOriginal(tx.db, tx.storage, file.sha256);
  const added = file.purpose === 'stem' ? await addStem(tx, file) : await addVersion(tx, file, file.purpose);
  const jobId = await tx.queue.enqueue(tx.db, {
    projectId: file.projectId,
    songId: file.songId,
    kind: 'ingest',
    subjectId: added.fileId,
    label: added.label,
    createdById: file.author.userId,
  });
  return { fileId: added.fileId, jobId, stemId: added.stemId, versionId: added.versionId };
}

type Added = { fileId: string; label: string; stemId: string | null; versionId: string | null };

const addRow = async (tx: TransactionContext, { projectId, sizeBytes, sha256 }: NewFile, originalName: string) =>
  (await tx.db.audioFile.create({ data: { projectId, originalName, sizeBytes, sha256 } })).id;

async function addStem(tx: TransactionContext, file: NewFile): Promise<Added> {
  const { projectId, songId, author } = file;
  const fileName = typeof file.fileName === 'string' ? file.fileName : file.fileName('Stem');
  const fileId = await addRow(tx, file, fileName);
  const last = await tx.db.stem.aggregate({ where: { songId }, _max: { position: true } });
  const name = stemNameOf(fileName);
  const stem = await tx.db.stem.create({
    data: { songId, fileId, name, role: guessStemRole(name).role, position: (last._max.position ?? -1) + 1 },
  });
  await appendEvent(tx.db, {
    projectId,
    type: 'stem.added',
    payload: { songId, stemId: stem.id },
    actor: eventActor(author),
  });
  return { fileId, label: fileName, stemId: stem.id, versionId: null };
}

async function addVersion(tx: TransactionContext, file: NewFile, kind: VersionKind): Promise<Added> {
  const { projectId, songId, author } = file;
  // Removed versions count: a number is never given twice.
  const last = await tx.db.version.aggregate({ where: { songId, kind }, _max: { number: true } });
  const number = (last._max.number ?? 0) + 1;
  const fileName = typeof file.fileName === 'string' ? file.fileName : file.fileName(versionLabel({ kind, number }));
  const fileId = await addRow(tx, file, fileName);
  const name = file.version?.name ?? (kind === 'reference' ? stemNameOf(fileName) : '');
  const version = await tx.db.version.create({
    data: {
      songId,
      kind,
      number,
      name,
      fileId,
      parentId: file.version?.parentId ?? (await findParent(tx, songId, kind)),
      recipe: file.version?.recipe,
      renderId: file.version?.renderId,
      createdById: author.userId,
    },
  });
  await appendEvent(tx.db, {
    projectId,
    type: 'version.added',
    payload: { songId, versionId: version.id },
    actor: eventActor(author),
  });
  return { fileId, label: versionLabel({ kind, number, name }), stemId: null, versionId: version.id };
}

/** What an uploaded version follows: the mix before this mix, the mix of a master. */
async function findParent(tx: TransactionContext, songId: string, kind: VersionKind): Promise<string | null> {
  const before: Record<VersionKind, VersionKind | null> = { rough: null, mix: 'mix', master: 'mix', reference: null };
  const parentKind = before[kind];
  if (parentKind === null) return null;
  const parent = await tx.db.version.findFirst({
    where: { songId, kind: parentKind, removedAt: null, file: { state: { not: 'failed' } } },
    orderBy: { number: 'desc' },
    select: { id: true },
  });
  return parent?.id ?? null;
}
