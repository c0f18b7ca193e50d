import { expect, test } from 'vitest';
import { readPlaywrightReport, readVitestReport } from './read-reports.ts';

const vitestReport = {
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [{ status: 'passed', assertionResults: [{ status: 'passed' }] }],
};
const playwrightReport = { stats: { expected: 2, unexpected: 0, flaky: 0, skipped: 0 }, errors: [] };

test('counts what passed and what failed', () => {
  expect(readVitestReport(vitestReport, true)).toEqual({ passed: 3, failed: 0 });
  expect(readVitestReport({ ...vitestReport, numFailedTests: 2 }, false)).toEqual({ passed: 3, failed: 2 });
  expect(readPlaywrightReport(playwrightReport, true)).toEqual({ passed: 2, failed: 0 });
});

test('a file that cannot be loaded is a failure', () => {
  const broken = { ...vitestReport, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(readVitestReport(broken, false)).toEqual({ passed: 3, failed: 1 });
});

test('a failed file is not counted again beside its failed tests', () => {
  const testResults = [{ status: 'failed', assertionResults: [{ status: 'failed' }, { status: 'passed' }] }];
  expect(readVitestReport({ ...vitestReport, numFailedTests: 1, testResults }, false)).toEqual({
    passed: 3,
    failed: 1,
  });
});

test('skipped and repeated tests are failures', () => {
  expect(readVitestReport({ ...vitestReport, numPendingTests: 1, numTodoTests: 1 }, true).failed).toBe(2);
  const stats = { ...playwrightReport.stats, flaky: 1, skipped: 1 };
  expect(readPlaywrightReport({ ...playwrightReport, stats }, true)).toEqual({ passed: 2, failed: 2 });
});

test('a run that fails for no test of its own, or runs nothing, is a failure', () => {
  expect(readVitestReport(vitestReport, false)).toEqual({ passed: 3, failed: 1 });
  expect(readVitestReport({ ...vitestReport, numPassedTests: 0, testResults: [] }, true).failed).toBe(1);
  expect(readPlaywrightReport(playwrightReport, false)).toEqual({ passed: 2, failed: 1 });
});
