import { runVerification } from './verify/run-verification.ts';

/** `npm test`: everything, with the journeys in a real browser at the end. */
await runVerification({ endToEnd: true });
