import { type ErrorCode, isErrorCode } from '@sweetspot/protocol/error-codes';
import { TRPCClientError } from '@trpc/client';

const unreachable = 'Sweetspot cannot be reached. Check the connection; nothing was lost.';
const unexpected = 'Something went wrong. Try again; if it happens again, tell who runs this installation.';

/** The code of an error that the API answered with, or null when the answer did not come from it. */
export function apiErrorCode(error: unknown): ErrorCode | null {
  if (!(error instanceof TRPCClientError)) return null;
  const code = (error.data as { appCode?: unknown } | null | undefined)?.appCode;
  return isErrorCode(code) ? code : null;
}

/** The sentence to show a person for any error of a query, a mutation or a route of ours. */
export function errorSentence(error: unknown): string {
  if (apiErrorCode(error) !== null && error instanceof Error) return error.message;
  // Known by its name: its module is not worth loading for this.
  if (error instanceof Error && error.name === 'AppError') return error.message;
  // The browser's own message ("Failed to fetch") says nothing to a person.
  return error instanceof TRPCClientError && error.meta?.['response'] === undefined ? unreachable : unexpected;
}
