import { MediaError } from '../media-error.ts';

/** What our own encoder wrote is not as it should be: our fault, not the file's. */
export const failedTag = (detail: string): MediaError =>
  new MediaError('encoder_failed', 'The tags could not be written into a file.', { detail });
