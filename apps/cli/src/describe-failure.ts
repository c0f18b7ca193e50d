import { MediaError } from '@sweetspot/audio';
import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { describeIssues } from './plain-issues.ts';
import { UsageError } from './usage-error.ts';

/** What is told of a failure: a code for programs, one sentence for people, and the exit code. */
export interface Failure {
  code: string;
  message: string;
  exitCode: 1 | 2 | 130;
}

const systemSentences: Record<string, (path: string) => string> = {
  ENOENT: (path) => `${path} does not exist.`,
  EACCES: (path) => `${path} may not be read or written by you.`,
  EPERM: (path) => `${path} may not be changed by you.`,
  EISDIR: (path) => `${path} is a folder, and a file is needed here.`,
  ENOTDIR: (path) => `${path} is not a folder.`,
  EROFS: (path) => `${path} is on a disk that cannot be written.`,
  ENOSPC: () => 'The disk is full; make room and try again.',
  EFBIG: (path) => `${path} is larger than its disk lets one file be; use a disk that takes large files.`,
  EDQUOT: () => 'Your disk quota is used up; make room and try again.',
  ENAMETOOLONG: () => 'A name on the command line is too long for a file.',
  ELOOP: (path) => `${path} is a link that leads in a circle.`,
  EMFILE: () => 'Too many files are open at once on this machine; close some programs and try again.',
};

/** One sentence for every error there is. */
export function describeFailure(error: unknown): Failure {
  if (error instanceof UsageError) return { code: 'usage', message: error.message, exitCode: 2 };
  if (error instanceof MediaError) {
    const exitCode = error.mediaCode === 'cancelled' ? 130 : 1;
    return { code: error.mediaCode, message: exitCode === 130 ? 'Stopped.' : error.message, exitCode };
  }
  if (error instanceof AppError) return { code: error.code, message: error.message, exitCode: 1 };
  if (error instanceof z.ZodError) {
    return { code: 'bad_input', message: `This cannot be rendered: ${describeIssues(error)}.`, exitCode: 1 };
  }
  const { code = '', path = 'A file', name } = error as NodeJS.ErrnoException;
  if (name === 'AbortError') return { code: 'cancelled', message: 'Stopped.', exitCode: 130 };
  const sentence = systemSentences[code]?.(path);
  if (sentence) return { code: code.toLowerCase(), message: sentence, exitCode: 1 };
  const detail = (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').replace(/\.$/, '');
  return { code: 'internal', message: `Something unexpected went wrong: ${detail}.`, exitCode: 1 };
}
