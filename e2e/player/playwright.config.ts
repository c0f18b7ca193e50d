import { defineConfig } from '@playwright/test';
import { chromiumArguments } from '../fixtures/installation.ts';

/**
 * The player against its source, sample for sample, in a real browser and in real time: it wants a machine with nothing else
 * to do, so it is run by hand (`playwright test -c player/playwright.config.ts`), not with the other tests.
 */
export default defineConfig({
  testDir: '.',
  outputDir: '../test-results/player',
  workers: 1,
  timeout: 120_000,
  use: { launchOptions: { executablePath: process.env['CHROMIUM_PATH'] || undefined, args: chromiumArguments } },
});
