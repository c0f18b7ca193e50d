import { defineConfig } from '@playwright/test';
import { chromiumArguments, installation } from './fixtures/installation.ts';

/** One installation of the real thing, started as `npm start` starts it, for all journeys. */
export default defineConfig({
  testDir: '.',
  testMatch: ['journeys/**/*.spec.ts', 'access/**/*.spec.ts', 'engine/**/*.spec.ts', 'player/**/*.spec.ts'],
  outputDir: 'test-results',
  workers: 1,
  retries: 0,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  use: {
    baseURL: installation.url,
    viewport: { width: 1440, height: 900 },
    actionTimeout: 15_000,
    trace: 'retain-on-failure',
    launchOptions: { executablePath: process.env['CHROMIUM_PATH'] || undefined, args: chromiumArguments },
  },
  webServer: {
    command: `"${process.execPath}" ../scripts/start.ts`,
    url: `${installation.url}/healthz`,
    timeout: 300_000,
    reuseExistingServer: true,
    gracefulShutdown: { signal: 'SIGTERM', timeout: 30_000 },
    stdout: 'pipe',
    env: {
      PORT: String(installation.port),
      PUBLIC_URL: installation.url,
      DATA_DIR: installation.dataDirectory,
      SEED_DEMO: 'on',
      HOST: '127.0.0.1',
      DATABASE_URL: '',
      S3_BUCKET: '',
      SMTP_URL: '',
      LOG_LEVEL: 'warn',
    },
  },
});
