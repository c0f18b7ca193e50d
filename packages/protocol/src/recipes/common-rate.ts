/** The sample rate that most stems have, Hz; among equals the higher; 48 kHz without stems. */
export function commonRate(rates: readonly number[]): number {
  const groups = [...Map.groupBy(rates, (rate) => rate)].map(([rate, all]) => ({ rate, count: all.length }));
  groups.sort((a, b) => b.count - a.count || b.rate - a.rate);
  return groups[0]?.rate ?? 48_000;
}
