import type { Context } from '../context.ts';

const triesAtFullSpeed = 50;
const longestMs = 10_000;

/**
 * Lets who guesses wait when many do so at once, from wherever: a second once fifty tries were made at one secret, one
 * more with every fifty, ten at most. It slows a guessing crowd and refuses nobody, so it cannot be used to lock the
 * owner out. Nothing is held meanwhile but the request.
 */
export async function slowDown({ clock }: Pick<Context, 'clock'>, tries: number): Promise<void> {
  const ms = Math.min(longestMs, Math.floor(tries / triesAtFullSpeed) * 1000);
  if (ms > 0) await clock.wait(ms);
}
