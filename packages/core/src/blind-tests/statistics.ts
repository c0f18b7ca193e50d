/**
 * Exact tests for few trials and few voters: sums over all outcomes, no approximation. Counts below 2000 or so, so that no
 * probability underflows.
 */

/** ln n!, exact to the last bits for the counts of tests. */
function logFactorial(n: number): number {
  let sum = 0;
  for (let k = 2; k <= n; k += 1) sum += Math.log(k);
  return sum;
}

/** P(exactly `hits` of `trials`), each with chance `rate`. */
function binomial(hits: number, trials: number, rate: number): number {
  if (rate === 0 || rate === 1) return hits === (rate === 0 ? 0 : trials) ? 1 : 0;
  const ways = logFactorial(trials) - logFactorial(hits) - logFactorial(trials - hits);
  return Math.exp(ways + hits * Math.log(rate) + (trials - hits) * Math.log(1 - rate));
}

/** P(`hits` or more of `trials`), each with chance `rate`: the one-sided binomial test when `rate` is that of guessing. */
export function binomialTail(hits: number, trials: number, rate = 0.5): number {
  let sum = 0;
  for (let k = trials; k >= hits; k -= 1) sum += binomial(k, trials, rate);
  return Math.min(1, sum);
}

/**
 * The rates between which the true one lies with this confidence, never less (Clopper & Pearson 1934): the lower one would
 * give so many hits or more, the upper one so many or fewer, with half of what is left.
 */
export function hitRateInterval(hits: number, trials: number, confidence = 0.95): { low: number; high: number } {
  const each = (1 - confidence) / 2;
  return {
    low: hits === 0 ? 0 : rateWhere((rate) => binomialTail(hits, trials, rate) >= each),
    high: hits === trials ? 1 : rateWhere((rate) => 1 - binomialTail(hits + 1, trials, rate) <= each),
  };
}

/** The rate from which on something holds, by halving. */
function rateWhere(holds: (rate: number) => boolean): number {
  let [from, to] = [0, 1];
  for (let step = 0; step < 60; step += 1) {
    const middle = (from + to) / 2;
    if (holds(middle)) to = middle;
    else from = middle;
  }
  return (from + to) / 2;
}

/**
 * P(votes as uneven as these or more so, if everybody picked at random): the exact multinomial test against equal chances.
 * Of two choices it is the two-sided binomial test.
 */
export function unevenness(votes: readonly number[]): number {
  const total = votes.reduce((sum, count) => sum + count, 0);
  const base = logFactorial(total) - total * Math.log(votes.length);
  const chanceOf = (counts: readonly number[]) =>
    Math.exp(base - counts.reduce((sum, count) => sum + logFactorial(count), 0));
  // What is equally likely by symmetry may differ in its last bits.
  const limit = chanceOf(votes) * (1 + 1e-9);
  let sum = 0;
  const share = (left: number, counts: number[]): void => {
    if (counts.length === votes.length - 1) {
      const chance = chanceOf([...counts, left]);
      if (chance <= limit) sum += chance;
      return;
    }
    for (let count = 0; count <= left; count += 1) share(left - count, [...counts, count]);
  };
  share(total, []);
  return Math.min(1, sum);
}
