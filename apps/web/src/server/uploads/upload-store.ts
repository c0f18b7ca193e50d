import { type FileHandle, mkdir, open, readFile, rename, statfs } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { freshNotePath, notePath, removeUploadedBytes, uploadPath } from '@sweetspot/core/uploads/upload-path';
import { findNoRoom, type NoRoom } from '@sweetspot/protocol/no-room';
import { DataStore, ERRORS, Upload } from '@tus/server';
import { z } from 'zod';

/** Bytes between two fsyncs: what a crash costs at most. */
const syncEveryBytes = 8 * 1024 * 1024;
/** Small pieces of a slow connection are gathered to this before they are written. */
const gatherBytes = 256 * 1024;

/** How much of an upload is on the disk for good. Beyond that nothing that the file may contain counts. */
const noteSchema = z.object({ sizeBytes: z.number().int(), committedBytes: z.number().int() });
type Note = z.infer<typeof noteSchema>;

/** What tus tells the client: an HTTP status and a body. */
export type Refusal = { status_code: number; body: string };
const noRoomRefusals: Record<NoRoom, Refusal> = {
  disk_full: {
    status_code: 507,
    body: 'The disk of the server is full. What arrived is kept; resume when there is room.',
  },
  file_too_large: {
    status_code: 507,
    body: 'The disk of the server takes no file of this size. What arrived is kept; resume when its limit was raised.',
  },
};

/**
 * Bytes of unfinished uploads, a file each, named by the upload's id. An offset is only acknowledged when everything
 * before it was fsynced: it is noted beside the file, and after a crash or power loss what lies beyond is cut off.
 */
export class UploadStore extends DataStore {
  readonly #directory: string;
  readonly #reserveBytes: number;

  constructor({ directory, reserveBytes }: { directory: string; reserveBytes: number }) {
    super();
    this.#directory = directory;
    this.#reserveBytes = reserveBytes;
    this.extensions = ['creation', 'termination'];
  }

  /** Makes the file; one that is there already (the answer to the first try was lost) is kept as it is. */
  override async create(upload: Upload): Promise<Upload> {
    const sizeBytes = upload.size ?? 0;
    await mkdir(this.#directory, { recursive: true });
    if ((await this.#findNote(upload.id)) === null) {
      await this.#requireSpace(sizeBytes);
      await (await open(uploadPath(this.#directory, upload.id), 'w')).close();
      await this.#commit(upload.id, { sizeBytes, committedBytes: 0 });
    }
    return upload;
  }

  override async getUpload(id: string): Promise<Upload> {
    const note = await this.#findNote(id);
    if (note === null) throw ERRORS.FILE_NOT_FOUND;
    return new Upload({ id, size: note.sizeBytes, offset: note.committedBytes });
  }

  /**
   * Appends from `offset`, which the caller has compared under its lock. Answers the new offset, on disk for good. Stops
   * while there is still room for everything else on the disk: other uploads were promised the same space.
   */
  override async write(stream: Readable, id: string, offset: number): Promise<number> {
    const note = await this.#findNote(id);
    if (note === null) throw ERRORS.FILE_NOT_FOUND;
    await this.#requireSpace(note.sizeBytes - offset);
    const file = await open(uploadPath(this.#directory, id), 'r+');
    let written = offset;
    let committed = offset;
    let gathered: Buffer[] = [];
    let gatheredBytes = 0;
    const flush = async () => {
      await writeAll(file, Buffer.concat(gathered), written);
      written += gatheredBytes;
      gathered = [];
      gatheredBytes = 0;
    };
    const commit = async () => {
      await flush();
      if (written === committed) return;
      await file.datasync();
      await this.#commit(id, { ...note, committedBytes: written });
      committed = written;
    };
    try {
      await file.truncate(offset);
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          gathered.push(chunk);
          gatheredBytes += chunk.length;
          if (gatheredBytes >= gatherBytes) await flush();
          if (written - committed < syncEveryBytes) continue;
          await commit();
          await this.#requireSpace(0);
        }
      } catch (error) {
        // The connection broke: what arrived counts.
        if (findNoRoom(error) === null) await commit();
        throw error;
      }
      await commit();
      return written;
    } catch (error) {
      const noRoom = findNoRoom(error);
      throw noRoom ? noRoomRefusals[noRoom] : error;
    } finally {
      await file.close();
    }
  }

  override async remove(id: string): Promise<void> {
    await removeUploadedBytes(this.#directory, id);
  }

  async #findNote(id: string): Promise<Note | null> {
    try {
      return noteSchema.parse(JSON.parse(await readFile(notePath(uploadPath(this.#directory, id)), 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
      throw error;
    }
  }

  /** Replaces the note whole: a reader sees the old one or the new one. */
  async #commit(id: string, note: Note): Promise<void> {
    const path = uploadPath(this.#directory, id);
    const fresh = await open(freshNotePath(path), 'w');
    try {
      await fresh.writeFile(JSON.stringify(note));
      await fresh.datasync();
    } finally {
      await fresh.close();
    }
    await rename(freshNotePath(path), notePath(path));
  }

  async #requireSpace(sizeBytes: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#directory);
    if (bavail * bsize - this.#reserveBytes < sizeBytes) throw noRoomRefusals.disk_full;
  }
}

async function writeAll(file: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}
