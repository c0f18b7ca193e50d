/**
 * The one place where decoded samples become the samples everything sees (docs/decisions/0004-canonical-samples.md).
 * Integers up to 24 bits are exact in float32. What a lossy decoder puts out is rounded to a grid of 2^-21 within ±4, so
 * that it fits 24-bit integers with an exponent of 2 and playback, analysis and renders agree bit for bit.
 */
export const lossyExponent = 2;
const gridSteps = 2 ** 21;
const lossyMin = -4;
const lossyMax = 4 - 1 / gridSteps;
/** Adding and taking away 1.5 × 2^52 rounds a double of moderate size to the nearest integer, ties to even. */
const roundingConstant = 1.5 * 2 ** 52;
/** Beyond +60 dBFS a float sample is damage, not sound. */
const floatMax = 1024;
const smallestNormal = 2 ** -126;

/** A sample out of a lossy decoder, on the canonical grid. */
export function onLossyGrid(value: number): number {
  if (value >= lossyMin && value <= lossyMax) {
    return (value * gridSteps + roundingConstant - roundingConstant) / gridSteps;
  }
  return value > lossyMax ? lossyMax : value < lossyMin ? lossyMin : 0;
}

/**
 * A sample of a float file: NaN and infinities become 0, what is beyond ±1024 is held there, subnormals become 0.
 * Answers the value; `isDamage` tells which of them deserve a warning.
 */
export function asFiniteFloat(value: number): number {
  if (value >= -floatMax && value <= floatMax) {
    return value < smallestNormal && value > -smallestNormal ? 0 : value;
  }
  if (value > floatMax && value !== Number.POSITIVE_INFINITY) return floatMax;
  if (value < -floatMax && value !== Number.NEGATIVE_INFINITY) return -floatMax;
  return 0;
}

export const isDamage = (value: number): boolean => !(value >= -floatMax && value <= floatMax);
