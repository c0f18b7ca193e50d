import { runVerification } from './verify/run-verification.ts';

/** `pnpm check`: everything but the journeys in a browser; what to run before each commit. */
await runVerification({ endToEnd: false });
