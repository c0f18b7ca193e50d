// Seeded random numbers: the same on every host.

/** A well-spread non-zero state from a small seed: SplitMix64. */
export function spread(seed: u64): u64 {
  let z = seed + 0x9e3779b97f4a7c15;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  z ^= z >> 31;
  return z == 0 ? 1 : z;
}

/**
 * Uniform in [0, 1), moving the u64 state at `state` on: xorshift64* (S. Vigna, "An experimental exploration of Marsaglia's
 * xorshift generators", 2016).
 */
export function uniform(state: usize): f64 {
  let x = load<u64>(state);
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  store<u64>(state, x);
  return <f64>((x * 0x2545f4914f6cdd1d) >> 11) * 1.1102230246251565e-16;
}
