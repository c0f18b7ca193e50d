import { defineConfig } from '@playwright/test';
import engineConfig from './engine.config.ts';
import { installation } from './fixtures/installation.ts';

/** One installation of the real thing, started as `npm start` starts it, for all journeys. */
export default defineConfig(engineConfig, {
  testMatch: ['journeys/**/*.spec.ts', 'access/**/*.spec.ts'],
  outputDir: 'test-results/pages',
  // People of different tests know nothing of one another, and much of their time is spent waiting.
  workers: 2,
  use: { baseURL: installation.url },
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
