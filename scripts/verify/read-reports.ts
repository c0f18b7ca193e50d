import type { Outcome } from './step.ts';

type VitestReport = {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numTodoTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
};

/**
 * Counts of vitest's JSON report. A file that could not even be loaded counts as one failure, and so does a skipped test: a
 * test that does not run proves nothing. So does a run that failed for no test's fault, such as an unhandled rejection.
 */
export function readVitestReport(report: VitestReport, commandSucceeded: boolean): Outcome {
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((assertion) => assertion.status === 'failed'),
  ).length;
  const failed = report.numFailedTests + report.numPendingTests + report.numTodoTests + broken;
  return withExit({ passed: report.numPassedTests, failed }, commandSucceeded);
}

type PlaywrightReport = {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number };
  errors: unknown[];
};

/** Counts of Playwright's JSON report; a test that passed only when repeated has failed, and so has a skipped one. */
export function readPlaywrightReport({ stats, errors }: PlaywrightReport, commandSucceeded: boolean): Outcome {
  const failed = stats.unexpected + stats.flaky + stats.skipped + errors.length;
  return withExit({ passed: stats.expected, failed }, commandSucceeded);
}

function withExit(outcome: Outcome, commandSucceeded: boolean): Outcome {
  const nothingRan = outcome.passed + outcome.failed === 0;
  const unexplained = !commandSucceeded && outcome.failed === 0;
  return nothingRan || unexplained ? { ...outcome, failed: outcome.failed + 1 } : outcome;
}
