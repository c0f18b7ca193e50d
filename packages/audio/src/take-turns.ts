import { setImmediate } from 'node:timers/promises';

const longestStretchMs = 50;
let since = performance.now();

/**
 * Lets everything else of the process have its turn when the present work has run for a while. Files are read without
 * waiting, so a loop over one would otherwise never hear that it should stop.
 */
export async function takeTurns(): Promise<void> {
  if (performance.now() - since < longestStretchMs) return;
  await setImmediate();
  since = performance.now();
}
