import { AppError, type ErrorCode } from '@sweetspot/protocol';
import { apiHeader } from '@sweetspot/protocol/api';
import { errorCodeSchema } from '@sweetspot/protocol/error-code-schema';
import { z } from 'zod';
import type { Login } from './login.ts';

const answerMs = 60_000;

/** A failure as the API tells it, or as the routes beside it do. */
const apiFailure = z.object({
  error: z.object({ json: z.object({ message: z.string(), data: z.object({ appCode: errorCodeSchema }) }) }),
});
const routeFailure = z.object({ code: errorCodeSchema, message: z.string() });
const success = z.object({ result: z.object({ data: z.object({ json: z.unknown() }) }) });

/** An installation, asked as its pages ask it, in the name of whose token it is. What it answers is parsed. */
export class ServerApi {
  readonly url: string;
  readonly #token: string;
  readonly #signal: AbortSignal;

  constructor({ url, token }: Login, signal: AbortSignal) {
    this.url = url;
    this.#token = token;
    this.#signal = signal;
  }

  query<Schema extends z.ZodType>(path: string, input: unknown, schema: Schema): Promise<z.output<Schema>> {
    const query = input === undefined ? '' : `?input=${encodeURIComponent(JSON.stringify({ json: input }))}`;
    return this.#call(`/api/trpc/${path}${query}`, {}, schema);
  }

  mutate<Schema extends z.ZodType>(path: string, input: unknown, schema: Schema): Promise<z.output<Schema>> {
    const headers = { 'content-type': 'application/json' };
    return this.#call(`/api/trpc/${path}`, { method: 'POST', headers, body: JSON.stringify({ json: input }) }, schema);
  }

  /**
   * A request of any route. Answers also those that failed; throws AppError `unavailable` when there is no answer, and
   * when the address leads elsewhere: the token is for this installation alone.
   */
  async fetch(path: string, { headers, ...init }: RequestInit = {}, patienceMs: number | null = answerMs) {
    const signals = patienceMs === null ? [this.#signal] : [this.#signal, AbortSignal.timeout(patienceMs)];
    let response: Response;
    try {
      response = await fetch(`${this.url}${path}`, {
        ...init,
        redirect: 'manual',
        signal: AbortSignal.any(signals),
        headers: { ...headers, authorization: `Bearer ${this.#token}`, [apiHeader]: '1' },
      });
    } catch (cause) {
      this.#signal.throwIfAborted();
      throw new AppError('unavailable', `${this.url} does not answer; is it running, and is this its address?`, {
        cause,
      });
    }
    if (response.status >= 300 && response.status < 400 && response.status !== 304) {
      const elsewhere = response.headers.get('location') ?? 'elsewhere';
      throw new AppError('unavailable', `${this.url} leads to ${elsewhere}; sign in with the address it has now.`);
    }
    return response;
  }

  async #call<Schema extends z.ZodType>(path: string, init: RequestInit, schema: Schema): Promise<z.output<Schema>> {
    const response = await this.fetch(path, init);
    if (!response.ok) throw await failureOf(response);
    const answer = success.safeParse(await response.json().catch(() => null));
    const parsed = answer.success ? schema.safeParse(answer.data.result.data.json) : answer;
    if (parsed.success) return parsed.data as z.output<Schema>;
    throw new AppError(
      'unavailable',
      `${this.url} answers what this program does not understand; is it another release?`,
      {
        cause: parsed.error,
      },
    );
  }
}

/** What an answer that is no success says. */
export async function failureOf(response: Response): Promise<AppError> {
  const body: unknown = await response.json().catch(() => null);
  const fromApi = apiFailure.safeParse(body);
  if (fromApi.success) return new AppError(fromApi.data.error.json.data.appCode, fromApi.data.error.json.message);
  const fromRoute = routeFailure.safeParse(body);
  if (fromRoute.success) return new AppError(fromRoute.data.code, fromRoute.data.message);
  const code: ErrorCode = response.status === 404 ? 'not_found' : 'unavailable';
  return new AppError(code, `The server answered with status ${response.status} and no reason.`);
}
