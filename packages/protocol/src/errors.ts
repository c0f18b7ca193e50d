import type { ErrorCode } from './error-codes.ts';

/**
 * An error with a sentence for the person who caused it and, apart, a detail for the log.
 * `message` is shown to people as it is; `detail` and `cause` never leave the server.
 */
export class AppError extends Error {
  readonly code: ErrorCode;
  readonly detail: string | undefined;
  constructor(code: ErrorCode, message: string, options: { detail?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.code = code;
    this.detail = options.detail;
  }
}

/** A stranger must not learn whether a thing exists: missing, expired and forbidden all read like this. */
export const notFound = (what = 'This'): AppError =>
  new AppError('not_found', `${what} does not exist, or you were not invited to it.`);

/** Refuses a try among too many, and says when the next one will be looked at. */
export function tooManyAttempts(msUntilNext: number, detail: string): AppError {
  const seconds = Math.max(1, Math.ceil(msUntilNext / 1000));
  const [count, unit] = seconds < 60 ? [seconds, 'second'] : [Math.ceil(seconds / 60), 'minute'];
  return new AppError('too_many', `Too many attempts. Try again in ${count} ${unit}${count === 1 ? '' : 's'}.`, {
    detail,
  });
}

const statusOf: Record<ErrorCode, number> = {
  bad_input: 400,
  not_signed_in: 401,
  not_allowed: 403,
  not_found: 404,
  conflict: 409,
  gone: 410,
  too_large: 413,
  too_many: 429,
  storage_full: 507,
  unavailable: 503,
  cancelled: 409,
  internal: 500,
};
/** HTTP status of an error code. */
export const httpStatus = (code: ErrorCode): number => statusOf[code];
