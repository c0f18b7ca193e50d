import { randomUUID } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hashFile } from '@sweetspot/audio';
import { AppError, type UploadPurpose } from '@sweetspot/protocol';
import { z } from 'zod';
import { failureOf, type ServerApi } from './server-api.ts';

const pieceBytes = 8 * 1024 * 1024;
/** A piece that gets through this slowly, a megabit in a minute and a half, is not getting through. */
const pieceMs = 15 * 60_000;
/** Between attempts, while nothing gets through; then it is given up, and can be taken up by the same command. */
const pausesMs = [500, 2_000, 5_000, 15_000, 30_000];

const tus = { 'tus-resumable': '1.0.0' };
const openUpload = z.object({
  id: z.string(),
  purpose: z.string(),
  fileName: z.string(),
  sizeBytes: z.number(),
  state: z.string(),
});
const sentSchema = z.object({ fileId: z.string(), stemId: z.string().nullable(), versionId: z.string().nullable() });
export type SentFile = z.infer<typeof sentSchema> & { resumedAtBytes: number };

export interface FileToSend {
  songId: string;
  path: string;
  sha256: string;
  purpose: UploadPurpose;
}

/**
 * Sends a file by the tus protocol, in pieces; goes on where an earlier attempt at this very file broke off. The server
 * compares its SHA-256 before anything is made of it.
 */
export async function sendFile(
  api: ServerApi,
  { songId, path, sha256, purpose }: FileToSend,
  { onProgress, signal }: { onProgress: (fraction: number) => void; signal: AbortSignal },
): Promise<SentFile> {
  const file = await open(path);
  try {
    const { size: sizeBytes } = await file.stat();
    if (sizeBytes === 0) throw new AppError('bad_input', `${path} is empty.`);
    const announced = { songId, purpose, fileName: basename(path), sizeBytes };
    for (let begun = await findBegun(api, announced); ; begun = null) {
      const uploadId = begun?.uploadId ?? (await begin(api, announced));
      const resumedAtBytes = begun?.offset ?? 0;
      await sendPieces(api, file, { uploadId, sizeBytes, offset: resumedAtBytes }, { onProgress, signal });
      if ((await hashFile(path, signal)) !== sha256) {
        await api.mutate('uploads.cancel', { uploadId }, z.unknown());
        throw new AppError('conflict', `${path} changed while it was sent; send it again when it is finished.`);
      }
      try {
        return { ...(await api.mutate('uploads.finish', { uploadId, sha256 }, sentSchema)), resumedAtBytes };
      } catch (error) {
        // What was begun was another file of this name and size, as a song bounced twice is.
        if (!begun || !(error instanceof AppError) || error.code !== 'bad_input') throw error;
      }
    }
  } finally {
    await file.close();
  }
}

type Announced = { songId: string; purpose: UploadPurpose; fileName: string; sizeBytes: number };

/** An upload of a file of this name and size that was broken off and is one's own. */
async function findBegun(api: ServerApi, file: Announced): Promise<{ uploadId: string; offset: number } | null> {
  const uploads = await api.query('uploads.listOpen', { songId: file.songId }, z.array(openUpload));
  for (const { id, purpose, fileName, sizeBytes, state } of uploads) {
    const same = purpose === file.purpose && fileName === file.fileName && sizeBytes === file.sizeBytes;
    if (!same || state !== 'open') continue;
    const offset = await askOffset(api, id);
    if (offset !== null) return { uploadId: id, offset };
  }
  return null;
}

async function begin(api: ServerApi, file: Announced): Promise<string> {
  const id = randomUUID();
  await api.mutate('uploads.start', { id, ...file }, z.unknown());
  const response = await api.fetch('/uploads', {
    method: 'POST',
    headers: {
      ...tus,
      'upload-length': String(file.sizeBytes),
      'upload-metadata': `uploadId ${Buffer.from(id).toString('base64')}`,
    },
  });
  if (!response.ok) throw await failureOf(response);
  return id;
}

/** How much of an upload has arrived; null for one that is somebody else's, or was announced and never begun. */
async function askOffset(api: ServerApi, uploadId: string): Promise<number | null> {
  const response = await api.fetch(`/uploads/${uploadId}`, { method: 'HEAD', headers: tus });
  const offset = Number(response.headers.get('upload-offset') ?? Number.NaN);
  return response.ok && Number.isSafeInteger(offset) ? offset : null;
}

async function sendPieces(
  api: ServerApi,
  file: FileHandle,
  { uploadId, sizeBytes, offset: begunAt }: { uploadId: string; sizeBytes: number; offset: number },
  { onProgress, signal }: { onProgress: (fraction: number) => void; signal: AbortSignal },
): Promise<void> {
  const piece = Buffer.alloc(Math.min(pieceBytes, sizeBytes));
  let failures = 0;
  for (let offset = begunAt; offset < sizeBytes; ) {
    onProgress(offset / sizeBytes);
    const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, sizeBytes - offset), offset);
    if (bytesRead === 0) throw new AppError('conflict', 'The file became shorter while it was sent; send it again.');
    try {
      offset = await sendPiece(api, uploadId, offset, piece.subarray(0, bytesRead));
      failures = 0;
    } catch (error) {
      const pauseMs = pausesMs[failures];
      const isPassing = error instanceof AppError && (error.code === 'unavailable' || error.code === 'conflict');
      if (!isPassing || pauseMs === undefined) throw error;
      failures += 1;
      await delay(pauseMs, undefined, { signal });
      // Some of it may have arrived.
      offset = (await askOffset(api, uploadId).catch(() => null)) ?? offset;
    }
  }
  onProgress(1);
}

async function sendPiece(api: ServerApi, uploadId: string, offset: number, piece: Buffer): Promise<number> {
  const headers = { ...tus, 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' };
  // Copied, as the buffer is filled anew for the next one.
  const body = new Uint8Array(piece);
  const response = await api.fetch(`/uploads/${uploadId}`, { method: 'PATCH', headers, body }, pieceMs);
  if (!response.ok) throw await failureOf(response);
  return Number(response.headers.get('upload-offset'));
}
