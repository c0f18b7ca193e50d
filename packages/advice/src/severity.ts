import { type Finding, findingSeverities } from '@sweetspot/protocol';

/** Worst first; equals keep their order. */
export const bySeverity = (a: Pick<Finding, 'severity'>, b: Pick<Finding, 'severity'>): number =>
  findingSeverities.indexOf(a.severity) - findingSeverities.indexOf(b.severity);
