/** How long workers wait for what does not come. The workers of an installation have the same. */
export type Patience = {
  /** A running job whose worker has not been heard of for this long is given to another. */
  staleAfterSeconds: number;
  /** How often a worker looks for such jobs. */
  reconcileEverySeconds: number;
};

export const patience: Patience = { staleAfterSeconds: 15, reconcileEverySeconds: 3 };
