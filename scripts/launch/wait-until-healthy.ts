import { setTimeout as delay } from 'node:timers/promises';
import { LaunchError } from './launch-error.ts';

/**
 * Asks `url` until it answers 200.
 *
 * @throws LaunchError after `timeoutMs`, with the last answer; the signal's reason when `signal` is aborted.
 */
export async function waitUntilHealthy(
  name: string,
  url: string,
  timeoutMs: number,
  signal: AbortSignal,
): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const answer = await ask(url);
    if (answer === 200) return;
    if (performance.now() > deadline) {
      throw new LaunchError(`The ${name} process did not become healthy in ${timeoutMs / 1000} s (${url}: ${answer}).`);
    }
    await delay(100, undefined, { signal });
  }
}

/** @returns the status, or why there was none. */
async function ask(url: string): Promise<number | string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5_000) });
    await response.arrayBuffer();
    return response.status;
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    return cause instanceof Error ? cause.message : String(cause);
  }
}
