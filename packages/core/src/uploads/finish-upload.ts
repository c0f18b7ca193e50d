import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Upload } from '@sweetspot/prisma';
import { AppError, idSchema, sha256Schema } from '@sweetspot/protocol';
import { z } from 'zod';
import { type Author, eventActor } from '../access/author.ts';
import { loadUploadFor } from '../access/load.ts';
import type { Context, Db } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { addFile } from '../ingest/add-file.ts';
import { keepOriginal } from '../storage/hold-original.ts';
import { originalKey } from '../storage/storage.ts';
import { changeProject } from '../transaction.ts';
import { endUpload } from './end-upload.ts';
import { removeUploadedBytes, uploadPath } from './upload-path.ts';

export const finishUploadInput = z.object({
  uploadId: idSchema,
  /** Of the file as the browser read it. */
  sha256: sha256Schema,
});

export type FinishedUpload = { fileId: string; stemId: string | null; versionId: string | null };

/**
 * Turns what arrived into a stem or a version: checks size and SHA-256 of the bytes on this machine, stores them as an
 * original, and in one transaction adds the file, what it is to be, and the job that reads it. Calling it again, or twice
 * at once, or after being killed at any step, has the same result and answer.
 * Throws `not_found` for who may not add files to the song any more, `conflict` while bytes are missing, `bad_input` when they are not those that the browser read (the upload then
 * failed and has to start again), `gone` when it was cancelled or collected.
 */
export async function finishUpload(
  ctx: Context,
  { uploadId, sha256 }: z.infer<typeof finishUploadInput>,
  { uploadDirectory }: { uploadDirectory: string },
): Promise<FinishedUpload> {
  const { record: upload, access } = await loadUploadFor(ctx, uploadId, 'upload.continue');
  const before = await findOutcome(ctx, upload);
  if (before) return before;

  const path = uploadPath(uploadDirectory, uploadId);
  const arrived = await measure(path);
  if (arrived === null) {
    // Another call may have finished, and cleaned up, since the row was read.
    const now = await findOutcome(ctx, await ctx.db.upload.findUniqueOrThrow({ where: { id: uploadId } }));
    if (now) return now;
    throw new AppError('conflict', 'Nothing of this file has arrived yet. Continue the upload.');
  }
  if (arrived.sizeBytes < upload.sizeBytes) {
    throw new AppError('conflict', 'Parts of this file have not arrived yet. Continue the upload.', {
      detail: `${arrived.sizeBytes} of ${upload.sizeBytes}`,
    });
  }
  const problem =
    arrived.sizeBytes > upload.sizeBytes
      ? 'More arrived than this file has. Upload it again.'
      : arrived.sha256 !== sha256
        ? 'What arrived is not what was sent: the file changed on the way or while it was read. Upload it again.'
        : null;
  if (problem !== null) {
    const end = { state: 'failed', failureCode: 'wrong_hash', failureMessage: problem } as const;
    await endUpload(ctx, { upload, author: access.author, end, uploadDirectory });
    throw new AppError('bad_input', problem, { detail: `${arrived.sha256} is not ${sha256}` });
  }

  const finished = await storeAndAdd(ctx, { upload, author: access.author, sha256, path });
  await removeUploadedBytes(uploadDirectory, uploadId);
  return finished;
}

async function storeAndAdd(
  ctx: Context,
  options: { upload: Upload; author: Author; sha256: string; path: string },
): Promise<FinishedUpload> {
  const { upload, author, sha256, path } = options;
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ctx.storage.putFile(originalKey(sha256), path);
    } catch (error) {
      const outcome = await findOutcome(ctx, await ctx.db.upload.findUniqueOrThrow({ where: { id: upload.id } }));
      if (outcome) return outcome;
      throw error;
    }
    try {
      const finished = await addOnce(ctx, upload, author, sha256);
      await keepOriginal(ctx.storage, sha256, path);
      return finished;
    } catch (error) {
      // An equal original of before was swept away just now; this upload still has the bytes.
      if (attempt === 3 || !(error instanceof AppError) || error.code !== 'unavailable') throw error;
    }
  }
}

function addOnce(ctx: Context, upload: Upload, author: Author, sha256: string): Promise<FinishedUpload> {
  const { id: uploadId, projectId, songId, purpose, fileName, sizeBytes } = upload;
  return changeProject(ctx, projectId, async (tx) => {
    const now = await tx.db.upload.findUniqueOrThrow({ where: { id: uploadId } });
    const outcome = await findOutcome(tx, now);
    if (outcome) return outcome;
    // Reading twenty gigabytes takes a while, in which somebody may have lost the right to add them.
    await loadUploadFor(tx, uploadId, 'upload.continue');
    const added = await addFile(tx, { projectId, songId, purpose, fileName, sizeBytes, sha256, author });
    await tx.db.upload.update({ where: { id: uploadId }, data: { state: 'finished', fileId: added.fileId } });
    await appendEvent(tx.db, {
      projectId,
      type: 'upload.finished',
      payload: { songId, uploadId },
      actor: eventActor(author),
    });
    return { fileId: added.fileId, stemId: added.stemId, versionId: added.versionId };
  });
}

/** What became of an upload that has ended; null while it is open. Throws for one that ended without a file. */
async function findOutcome(ctx: { db: Db }, upload: Upload): Promise<FinishedUpload | null> {
  switch (upload.state) {
    case 'open':
      return null;
    case 'finished': {
      const file = await ctx.db.audioFile.findUniqueOrThrow({
        where: { id: upload.fileId! },
        include: { stem: true, version: true },
      });
      return { fileId: file.id, stemId: file.stem?.id ?? null, versionId: file.version?.id ?? null };
    }
    case 'failed':
      throw new AppError('bad_input', upload.failureMessage ?? 'This upload failed. Start it again.');
    case 'abandoned':
      throw new AppError('gone', upload.failureMessage ?? 'This upload was given up. Start it again.');
  }
}

/** Size and SHA-256 of a file, read once; null when there is none. */
async function measure(path: string): Promise<{ sizeBytes: bigint; sha256: string } | null> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
    const { size } = await stat(path, { bigint: true });
    return { sizeBytes: size, sha256: hash.digest('hex') };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}
