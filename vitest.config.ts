import { defineConfig } from 'vitest/config';

const outside = ['**/node_modules/**', '**/.next/**', '**/build/**', 'e2e/**'];
const database = { globalSetup: ['prisma/src/testing-setup.ts'] };

/**
 * Four projects, told apart by where a test lies: `unit` runs without a database; the others get one embedded
 * PostgreSQL per run, from which `createTestDatabase()` of `@sweetspot/prisma/testing` clones a migrated database.
 */
export default defineConfig({
  test: {
    environment: 'node',
    // All cores: much of the time is spent waiting for other processes.
    maxWorkers: '100%',
    restoreMocks: true,
    retry: 0,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Waiting for a state, on machines that are busy with other tests.
    expect: { poll: { timeout: 15_000, interval: 20 } },
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'packages/{dsp,protocol,advice,markers,player,audio}/**/*.test.ts',
            'scripts/**/*.test.ts',
            'apps/cli/**/*.test.ts',
            'apps/web/**/*.test.{ts,tsx}',
          ],
          exclude: [...outside, 'apps/web/**/server/**'],
        },
      },
      {
        test: {
          name: 'database',
          include: ['prisma/**/*.test.ts', 'packages/core/**/*.test.ts'],
          exclude: outside,
          ...database,
        },
      },
      { test: { name: 'worker', include: ['apps/worker/**/*.test.ts'], exclude: outside, ...database } },
      {
        test: {
          name: 'realtime',
          include: ['apps/web/**/server/**/*.test.ts'],
          exclude: outside,
          ...database,
        },
      },
    ],
  },
});
