import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { addComment } from '@sweetspot/core/comments/add-comment';
import { setCommentStatus } from '@sweetspot/core/comments/set-comment-status';
import type { Context } from '@sweetspot/core/context';
import { finishUpload } from '@sweetspot/core/uploads/finish-upload';
import { startUpload } from '@sweetspot/core/uploads/start-upload';
import type { CommentStatus, Visibility } from '@sweetspot/protocol';

export type Note = {
  by: Context;
  body: string;
  /** Where in the version, 0 … 1; a second number makes a range, none a note about the whole. */
  at?: number | [number, number];
  visibility?: Visibility;
  replies?: { by: Context; body: string }[];
  /** The steps to the status it has, and who takes each. */
  steps?: { by: Context; status: CommentStatus }[];
};

/** Uploads a file as a browser would, and answers the file's id. */
export async function uploadStem(
  ctx: Context,
  options: { songId: string; path: string; uploadDirectory: string },
): Promise<string> {
  const { songId, path, uploadDirectory } = options;
  const { size } = await stat(path);
  const { uploadId } = await startUpload(ctx, { songId, purpose: 'stem', fileName: basename(path), sizeBytes: size });
  await mkdir(uploadDirectory, { recursive: true });
  await link(path, join(uploadDirectory, uploadId));
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const { fileId } = await finishUpload(ctx, { uploadId, sha256: hash.digest('hex') }, { uploadDirectory });
  return fileId;
}

/** Waits until files can be heard. Throws with the reason when one cannot. */
export async function waitForFiles({ db }: Context, fileIds: string[]): Promise<void> {
  for (;;) {
    const files = await db.audioFile.findMany({ where: { id: { in: fileIds } } });
    const failed = files.find(({ state }) => state === 'failed');
    if (failed) throw new Error(`${failed.originalName}: ${failed.failureMessage}`);
    if (files.every(({ state }) => state === 'ready')) return;
    await delay(50);
  }
}

export type ReadyVersion = { id: string; sha256: string; frames: number };

/** Waits until a render has made its version and that can be heard. */
export async function waitForVersion({ db }: Context, { renderId }: { renderId: string }): Promise<ReadyVersion> {
  for (;;) {
    const { jobId } = await db.render.findUniqueOrThrow({ where: { id: renderId } });
    const job = await db.job.findUniqueOrThrow({ where: { id: jobId } });
    if (job.state === 'failed' || job.state === 'cancelled') throw new Error(`${job.label}: ${job.failureMessage}`);
    const version = await db.version.findUnique({ where: { renderId }, include: { file: true } });
    if (version?.file.state === 'failed') throw new Error(`${job.label}: ${version.file.failureMessage}`);
    if (version?.file.state === 'ready') {
      return { id: version.id, sha256: version.file.sha256, frames: Number(version.file.frames) };
    }
    await delay(50);
  }
}

/** Writes notes on a version, one after another, as people would. */
export async function writeNotes(version: ReadyVersion, notes: Note[]): Promise<void> {
  const sampleAt = (fraction: number): number => Math.round(version.frames * fraction);
  for (const { by, body, at, visibility = 'everyone', replies = [], steps = [] } of notes) {
    const [start, end] = typeof at === 'number' ? [at] : (at ?? []);
    const id = randomUUID();
    await addComment(by, {
      id,
      versionId: version.id,
      body,
      visibility,
      ...(start === undefined ? {} : { startSample: sampleAt(start) }),
      ...(end === undefined ? {} : { endSample: sampleAt(end) }),
    });
    for (const reply of replies) {
      await addComment(reply.by, {
        id: randomUUID(),
        versionId: version.id,
        parentId: id,
        body: reply.body,
        visibility,
      });
    }
    for (const step of steps) await setCommentStatus(step.by, { commentId: id, status: step.status });
  }
}
