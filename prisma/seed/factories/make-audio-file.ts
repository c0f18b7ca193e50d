import { randomBytes } from 'node:crypto';
import type { AudioFile, Prisma } from '../../client/client.ts';
import { type Db, nextNumber } from './db.ts';

/** A row for a file that was read: three minutes of stereo, 24 bits at 48 kHz. No bytes are stored. */
export function makeAudioFile(
  db: Db,
  data: Partial<Prisma.AudioFileUncheckedCreateInput> & { projectId: string },
): Promise<AudioFile> {
  return db.audioFile.create({
    data: {
      originalName: `File ${nextNumber()}.wav`,
      sizeBytes: 51_840_044n,
      sha256: randomBytes(32).toString('hex'),
      state: 'ready',
      container: 'wav',
      codec: 'pcm_s24le',
      sampleRate: 48_000,
      bitDepth: 24,
      channels: 2,
      frames: 8_640_000n,
      ...data,
    },
  });
}
