export type Balance = {
  /** Amplitude of each signal in the target. */
  gains: number[];
  /** Energy that is left of the target, as a share of it: 0 … 1. */
  residual: number;
};

/** Added to the diagonal, as a share of its mean: equal or silent signals must not make the system singular. */
const ridge = 1e-9;

/**
 * The levels at which signals add up to a target best, in the sense of least squares (normal equations, Cholesky).
 *
 * @param products inner products of all signals, row by row, N × N
 * @param withTarget inner product of each signal with the target
 * @param targetEnergy inner product of the target with itself
 */
export function fitBalance(
  products: readonly Float64Array[],
  withTarget: ArrayLike<number>,
  targetEnergy: number,
): Balance {
  const count = products.length;
  const mean = products.reduce((sum, row, index) => sum + row[index]!, 0) / Math.max(1, count);
  if (count === 0 || mean === 0 || targetEnergy === 0) return { gains: products.map(() => 0), residual: 1 };
  const lower = cholesky(
    products.map((row, index) => Float64Array.from(row, (value, at) => value + (at === index ? ridge * mean : 0))),
  );
  const gains = solve(lower, withTarget);
  let explained = 0;
  for (let i = 0; i < count; i += 1) {
    explained += 2 * gains[i]! * withTarget[i]!;
    for (let j = 0; j < count; j += 1) explained -= gains[i]! * gains[j]! * products[i]![j]!;
  }
  return { gains: [...gains], residual: Math.max(0, Math.min(1, 1 - explained / targetEnergy)) };
}

/** L of A = L·Lᵀ, in the lower half. */
function cholesky(matrix: Float64Array[]): Float64Array[] {
  matrix.forEach((row, i) => {
    for (let j = 0; j <= i; j += 1) {
      const other = matrix[j]!;
      let value = row[j]!;
      for (let k = 0; k < j; k += 1) value -= row[k]! * other[k]!;
      row[j] = i === j ? Math.sqrt(Math.max(value, Number.MIN_VALUE)) : value / other[j]!;
    }
  });
  return matrix;
}

function solve(lower: readonly Float64Array[], wanted: ArrayLike<number>): Float64Array {
  const x = Float64Array.from(wanted);
  for (let i = 0; i < x.length; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = x[i]! - lower[i]![k]! * x[k]!;
    x[i] = x[i]! / lower[i]![i]!;
  }
  for (let i = x.length - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < x.length; k += 1) x[i] = x[i]! - lower[k]![i]! * x[k]!;
    x[i] = x[i]! / lower[i]![i]!;
  }
  return x;
}
