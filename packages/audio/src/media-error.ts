import type { ErrorCode } from '@sweetspot/protocol';
import { AppError } from '@sweetspot/protocol/errors';
import { findNoRoom, type NoRoom } from '@sweetspot/protocol/no-room';

/** Why a file cannot be taken, or a task on it could not be finished. */
export const mediaErrorCodes = [
  'empty',
  'not_audio',
  'unsupported_format',
  'malformed_header',
  'truncated',
  'bad_channels',
  'too_many_channels',
  'bad_sample_rate',
  'too_long',
  'undecodable',
  'decoder_stalled',
  'decoder_crashed',
  'too_much_memory',
  'mismatched_inputs',
  'encoder_failed',
  'write_failed',
  'task_failed',
  'cancelled',
] as const;
export type MediaErrorCode = (typeof mediaErrorCodes)[number];

const appCodeOf = (code: MediaErrorCode): ErrorCode => {
  switch (code) {
    case 'cancelled':
      return 'cancelled';
    case 'encoder_failed':
    case 'task_failed':
      return 'internal';
    case 'write_failed':
      return 'storage_full';
    default:
      return 'bad_input';
  }
};

/** One sentence for the person who brought the file (`message`), a code to tell causes apart, a detail for the log. */
export class MediaError extends AppError {
  readonly mediaCode: MediaErrorCode;
  constructor(mediaCode: MediaErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(appCodeOf(mediaCode), message, options);
    this.name = 'MediaError';
    this.mediaCode = mediaCode;
  }
}

const noRoomSentences: Record<NoRoom, string> = {
  disk_full: 'The disk is full; make room and try again.',
  file_too_large: 'The file is larger than this disk lets one file be; use a disk that takes large files.',
};

/** The sentence for a write that the system had no room for; null for any other error. */
export function noRoomSentence(error: unknown): string | null {
  const noRoom = findNoRoom(error);
  return noRoom && noRoomSentences[noRoom];
}

/** `write_failed`, with the reason as far as the system tells one. */
export const writeFailed = (error: unknown): MediaError =>
  new MediaError('write_failed', noRoomSentence(error) ?? 'The result could not be written to disk.', {
    detail: String(error),
    cause: error,
  });

export const cancelled = (): MediaError => new MediaError('cancelled', 'This was cancelled.');

/** Throws when the signal was raised; called once per block by everything that streams. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled();
}
