import { defineConfig } from '@playwright/test';
import { chromiumArguments } from './fixtures/chromium-arguments.ts';

/** Engine and player in a browser, without an installation; one test at a time, since sound is recorded as it plays. */
export default defineConfig({
  testDir: '.',
  testMatch: ['engine/**/*.spec.ts', 'player/**/*.spec.ts'],
  outputDir: 'test-results/engine',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    viewport: { width: 1440, height: 900 },
    actionTimeout: 30_000,
    // Pictures of every moment of every page cost more than the pages.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'] || undefined, args: chromiumArguments },
  },
});
