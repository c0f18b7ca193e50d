const triesAtFullSpeed = 50;
/** The longest that somebody is kept waiting, and the longest pause between two tries. */
const longestMs = 10_000;

/**
 * When the next of many tries at one secret may be looked at. The first fifty of a window may at once; then they take turns, a
 * second apart, one second more with every fifty, ten at most: so many networks together guess no faster than one. Null
 * when ten seconds of turns are taken already. Pure.
 *
 * @param tries how many there were in the window.
 * @param lastAt the turn of the last of them.
 */
export function nextTurn(now: Date, { tries, lastAt }: { tries: number; lastAt: Date | null }): Date | null {
  const pauseMs = Math.min(longestMs, Math.floor(tries / triesAtFullSpeed) * 1000);
  if (pauseMs === 0 || lastAt === null) return now;
  const at = Math.max(now.getTime(), lastAt.getTime() + pauseMs);
  return at - now.getTime() > longestMs ? null : new Date(at);
}
