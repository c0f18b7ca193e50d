/** What a step of the verification found. */
export type Outcome = { passed: number; failed: number };

export type Step = {
  name: string;
  /** Prints what failed as it goes. */
  run: () => Promise<Outcome>;
};

/** A check that is whole or not, which counts as one test. */
export function asOneTest(holds: boolean): Outcome {
  return holds ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}
