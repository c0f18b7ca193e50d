import { AppError, type ErrorCode } from '@sweetspot/protocol';

/** What another attempt may cure. Everything else, above all a broken file, fails the same way every time. */
const transientCodes: readonly ErrorCode[] = ['unavailable', 'storage_full', 'too_many', 'internal'];

/** Whether a job that failed with this code may succeed when it is asked for again. */
export const mayPass = (code: string | null): boolean =>
  code === 'worker_lost' || transientCodes.some((transient) => transient === code);

export type Failure = { code: string; message: string; transient: boolean };

/** What to tell people of an error that ended an attempt, and whether to try again. */
export function failureOf(error: unknown): Failure {
  if (error instanceof AppError && error.code !== 'internal') {
    // A MediaError of packages/audio says more closely what is wrong with a file.
    const code = 'mediaCode' in error ? String(error.mediaCode) : error.code;
    return { code, message: error.message, transient: transientCodes.includes(error.code) };
  }
  return {
    code: 'internal',
    message: 'Something broke on our side. Try it again; if it breaks again, tell whoever runs this installation.',
    transient: true,
  };
}

/** Wait before attempt n + 1: 1, 4, 16 … seconds, a minute at most. */
export const backoffSeconds = (attempt: number): number => Math.min(60, 4 ** Math.max(0, attempt - 1));
