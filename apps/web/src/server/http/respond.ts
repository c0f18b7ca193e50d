import type { ServerResponse } from 'node:http';
import { AppError, httpStatus } from '@sweetspot/protocol';
import type { Logger } from 'pino';

/** Answers JSON that nobody may keep. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const text = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
  });
  response.end(text);
}

/** An error as the person may see it: never its detail, its cause or a stack. */
export function publicError(error: unknown): AppError {
  return error instanceof AppError
    ? error
    : new AppError('internal', 'Something went wrong on the server. Try again in a moment.');
}

/** Answers an error with its code and sentence, and logs what the person does not see. */
export function sendError(response: ServerResponse, error: unknown, log: Logger): void {
  const shown = publicError(error);
  if (shown.code === 'internal') log.error({ error }, 'request failed');
  else log.debug({ code: shown.code, detail: shown.detail, message: shown.message }, 'request refused');
  if (response.headersSent) {
    // The answer has begun: the only honest thing left is to break it off.
    response.destroy();
    return;
  }
  sendJson(response, httpStatus(shown.code), { code: shown.code, message: shown.message });
}
