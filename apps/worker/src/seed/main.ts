import { parseArgs } from 'node:util';
import { demoEmails, demoPassword } from '@sweetspot/prisma/demo';
import { loadEnvOrExit } from '../env.ts';
import { createServices } from '../services.ts';
import { seedDemo } from './seed-demo.ts';

/**
 * Makes the demo project: `node apps/worker/src/seed/main.ts [--seconds N]`, N for shorter songs. Does nothing when it is
 * there.
 */
const { values } = parseArgs({ options: { seconds: { type: 'string' } } });
const seconds = values.seconds === undefined ? undefined : Number(values.seconds);
if (seconds !== undefined && !(seconds >= 4 && seconds <= 600)) {
  process.stderr.write('--seconds takes a number from 4 to 600.\n');
  process.exit(2);
}

const startedAt = performance.now();
const tell = (line: string): void => {
  process.stdout.write(`${((performance.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${line}\n`);
};

const env = loadEnvOrExit();
try {
  const services = await createServices({ ...env, LOG_LEVEL: 'warn' });
  try {
    const demo = await seedDemo(services, { databaseUrl: env.DATABASE_URL, seconds, tell });
    if (demo) {
      tell(`done; sign in as ${demoEmails.join(', ')} with the password ${demoPassword}`);
      tell(`share link: ${demo.shareUrl}`);
    } else {
      tell('the demo is there already');
    }
  } finally {
    await services.stop();
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
}
