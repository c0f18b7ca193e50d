import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builds, buildUnlessFresh } from '../launch/build-workspaces.ts';
import { describeFailure } from '../launch/describe-failure.ts';
import { findBrowser } from './find-browser.ts';
import { readPlaywrightReport, readVitestReport } from './read-reports.ts';
import { runCommand } from './run-command.ts';
import { asOneTest, type Outcome, type Step } from './step.ts';

/**
 * Runs every check in turn, each one whatever came of those before it, and prints the time of each. The last line is
 * `N passed, N failed`, where a static check counts as one test. Sets the exit code.
 *
 * @param endToEnd also build the pages and take the journeys in a real browser.
 */
export async function runVerification({ endToEnd }: { endToEnd: boolean }): Promise<void> {
  const reports = mkdtempSync(join(tmpdir(), 'sweetspot-reports-'));
  const totals = { passed: 0, failed: 0 };
  const summary: string[] = [];
  try {
    for (const step of listSteps(reports, endToEnd)) {
      console.log(`\n── ${step.name}`);
      const begun = performance.now();
      const outcome = await step.run().catch((error: unknown): Outcome => {
        console.error(describeFailure(error));
        return asOneTest(false);
      });
      totals.passed += outcome.passed;
      totals.failed += outcome.failed;
      const seconds = ((performance.now() - begun) / 1000).toFixed(1).padStart(7);
      summary.push(`${seconds} s  ${step.name}: ${outcome.passed} passed, ${outcome.failed} failed`);
      console.log(summary.at(-1));
    }
  } finally {
    rmSync(reports, { recursive: true, force: true });
  }
  console.log(`\n${summary.join('\n')}`);
  console.log(`${totals.passed} passed, ${totals.failed} failed`);
  if (totals.failed > 0 || totals.passed === 0) process.exitCode = 1;
}

function listSteps(reports: string, endToEnd: boolean): Step[] {
  const command = (name: string, line: [string, ...string[]]): Step => ({
    name,
    run: async () => asOneTest(await runCommand(line, { quiet: true })),
  });
  const build = (name: string, ...which: (keyof typeof builds)[]): Step => ({
    name,
    run: async () => {
      for (const each of which) await buildUnlessFresh(builds[each], console.log);
      return asOneTest(true);
    },
  });
  const steps = [
    command('format and lint', ['biome', 'check', '--error-on-warnings', '--max-diagnostics=200', '.']),
    build('database client, audio engine and worklets', 'client', 'dsp', 'worklets'),
    command('types', ['node', 'scripts/check-types.ts']),
    command('boundaries', ['node', 'scripts/check-boundaries.ts']),
    { name: 'unit, database, worker and realtime tests', run: () => runVitest(join(reports, 'vitest.json')) },
  ];
  if (!endToEnd) return steps;
  return [
    ...steps,
    {
      name: 'engine and player in a browser',
      run: () => runPlaywright('engine.config.ts', join(reports, 'engine.json')),
    },
    build('pages', 'web'),
    { name: 'end-to-end tests', run: () => runPlaywright('playwright.config.ts', join(reports, 'pages.json')) },
  ];
}

async function runVitest(report: string): Promise<Outcome> {
  const succeeded = await runCommand([
    'vitest',
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ]);
  return readVitestReport(JSON.parse(readFileSync(report, 'utf8')), succeeded);
}

async function runPlaywright(config: string, report: string): Promise<Outcome> {
  const browser = await findBrowser();
  if (browser === undefined) {
    console.error('No Chromium starts here and none could be installed; install one, or set CHROMIUM_PATH to it.');
    return asOneTest(false);
  }
  const succeeded = await runCommand(['playwright', 'test', `--config=${config}`, '--reporter=list,json'], {
    cwd: 'e2e',
    env: { CHROMIUM_PATH: browser, PLAYWRIGHT_JSON_OUTPUT_NAME: report },
  });
  return readPlaywrightReport(JSON.parse(readFileSync(report, 'utf8')), succeeded);
}
