import type { AudioFile, Upload } from '@sweetspot/prisma';
import type { UploadView } from '@sweetspot/protocol/views';

/** An upload as its list shows it: one whose file could not be read counts as failed, with the reason. */
export function uploadView(upload: Upload & { file: AudioFile | null }): UploadView {
  const unreadable = upload.file?.state === 'failed';
  return {
    id: upload.id,
    songId: upload.songId,
    purpose: upload.purpose,
    fileName: upload.fileName,
    sizeBytes: Number(upload.sizeBytes),
    state: unreadable ? 'failed' : upload.state,
    failureMessage: unreadable ? (upload.file?.failureMessage ?? null) : upload.failureMessage,
    createdAt: upload.createdAt,
  };
}
