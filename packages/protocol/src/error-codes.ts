/** What went wrong, as every process and the browser name it. */
export const errorCodes = [
  'bad_input',
  'not_signed_in',
  'not_allowed',
  'not_found',
  'conflict',
  'gone',
  'too_large',
  'too_many',
  'storage_full',
  'unavailable',
  'cancelled',
  'internal',
] as const;
export type ErrorCode = (typeof errorCodes)[number];

/** True for a word of the list; for a browser, which has no use for a whole parser at this point. */
export const isErrorCode = (value: unknown): value is ErrorCode => (errorCodes as readonly unknown[]).includes(value);
