import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statfsSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { demoEmails, demoPassword, demoPeople, findDemo } from '../../prisma/src/demo.ts';
import { findFreePort } from '../../prisma/src/embedded.ts';
import { applyMigrations } from '../../prisma/src/migrate.ts';
import { listAccounts } from '../../prisma/src/prepare-database.ts';
import { builds, buildUnlessFresh } from './build-workspaces.ts';
import { describeFailure } from './describe-failure.ts';
import { LaunchError } from './launch-error.ts';
import { lockDataDirectory } from './lock-data-directory.ts';
import { openDatabase } from './open-database.ts';
import { type Log, openLog } from './open-log.ts';
import { readSettings, repositoryRoot, type Settings } from './read-settings.ts';
import { requireFreePort } from './require-free-port.ts';
import { supervise } from './supervise.ts';
import { waitUntilHealthy } from './wait-until-healthy.ts';

export type Mode = 'production' | 'development';

const leastFreeBytes = 200 * 1024 ** 2;
const healthyWithinMs = 90_000;
const endWithLauncher = ['--import', pathToFileURL(join(import.meta.dirname, 'end-with-launcher.ts')).href];

/**
 * Builds what must be built, starts database, web and worker, and keeps them running until this process is asked to stop.
 * Ends the process: with 0 after a stop that was asked for, with 1 and one sentence after a failure.
 */
export async function runSweetspot(mode: Mode): Promise<never> {
  const stopAsked = askedToStop();
  const stack = new AsyncDisposableStack();
  process.stdout.on('error', () => undefined); // The terminal may be gone before we are.

  const running = start(mode, stack);
  const end = await Promise.race([
    stopAsked,
    running.then(
      ({ givenUp }) => givenUp,
      (error: unknown) => describeFailure(error),
    ),
  ]);
  if (end === undefined) report('\nStopping …');
  else console.error(end);
  running.catch(() => undefined); // What is still starting fails when its ground is taken away below.
  await stack.disposeAsync();
  if (end === undefined) report('Stopped. Everything is kept.');
  process.exit(end === undefined ? 0 : 1);
}

/** @returns once everything is healthy; `givenUp` settles with a sentence when something cannot be kept running. */
async function start(mode: Mode, stack: AsyncDisposableStack): Promise<{ givenUp: Promise<string> }> {
  const settings = readSettings();
  const aborted = new AbortController();
  stack.defer(lockDataDirectory(settings.dataDirectory));
  await requireFreePort(settings.port, settings.inherited['HOST'] || '127.0.0.1');
  requireSpace(settings.dataDirectory);
  stack.defer(() => aborted.abort());

  // The web build and the demo take the longest, and need nothing of each other.
  await buildUnlessFresh(builds.client, report, aborted.signal);
  await buildUnlessFresh(builds.dsp, report, aborted.signal);
  await buildUnlessFresh(builds.worklets, report, aborted.signal);
  const pages = mode === 'production' ? buildUnlessFresh(builds.web, report, aborted.signal) : undefined;
  const prepared = prepareDatabase(settings, stack, aborted.signal);
  const [database] = await Promise.all([prepared, pages]);

  const healthPort = await findFreePort();
  const env = childEnvironment(settings, mode, database.url, healthPort);
  const launch = (name: 'web' | 'worker', entry: string) => {
    const log = mode === 'production' ? openLog(join(settings.dataDirectory, 'logs', `${name}.log`)) : terminalLog();
    stack.defer(() => log.close());
    const watch = mode === 'development' ? ['--watch', '--watch-preserve-output'] : [];
    const args = [...watch, ...endWithLauncher, entry];
    const supervision = supervise(
      { name, command: process.execPath, args, cwd: repositoryRoot, env },
      { onOutput: log.write, report },
    );
    return { ...supervision, givenUp: supervision.givenUp.then((sentence) => `${log.tail(15)}\n${sentence}.`) };
  };
  const processes = [launch('web', 'apps/web/server.ts'), launch('worker', 'apps/worker/src/main.ts')];
  stack.defer(async () => void (await Promise.all(processes.map(({ stop }) => stop()))));

  const givenUp = Promise.race([...processes.map((each) => each.givenUp), database.givenUp]);
  const healthy = Promise.all([
    waitUntilHealthy('web', `http://127.0.0.1:${settings.port}/healthz`, healthyWithinMs, aborted.signal),
    waitUntilHealthy('worker', `http://127.0.0.1:${healthPort}/healthz`, healthyWithinMs, aborted.signal),
  ]);
  const failure = await Promise.race([givenUp, healthy.then(() => undefined)]);
  if (failure !== undefined) throw new LaunchError(failure);
  for (const { settled } of processes) settled();
  await greet(settings, database.url);
  return { givenUp };
}

async function prepareDatabase(settings: Settings, stack: AsyncDisposableStack, signal: AbortSignal) {
  const database = await openDatabase(settings, report);
  stack.defer(database.stop);
  const applied = await applyMigrations(database.url);
  if (applied.length > 0) report(`Applied ${applied.length === 1 ? 'one migration' : `${applied.length} migrations`}`);
  if (settings.seedDemo) await makeDemoOnce(settings, database.url, signal);
  return database;
}

/** Makes the demo for who has nothing yet, also after a start that was ended while it was being made. */
async function makeDemoOnce(settings: Settings, databaseUrl: string, signal: AbortSignal): Promise<void> {
  const { isWhole, hasCompany } = await findDemo(databaseUrl);
  if (isWhole || hasCompany) return;
  report('Making the demo project …');
  const log = openLog(join(settings.dataDirectory, 'logs', 'demo.log'));
  const child = spawn(process.execPath, [...endWithLauncher, 'apps/worker/src/seed/main.ts'], {
    cwd: repositoryRoot,
    env: childEnvironment(settings, 'production', databaseUrl),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal,
  });
  child.stdout?.on('data', log.write);
  child.stderr?.on('data', log.write);
  const [status] = (await once(child, 'close')) as [number | null];
  const last = log.tail(15);
  log.close();
  if (status !== 0) {
    throw new LaunchError(
      `${last}\nThe demo project could not be made (above are the last lines); SEED_DEMO=off starts without it.`,
    );
  }
}

function childEnvironment(settings: Settings, mode: Mode, databaseUrl: string, workerHealthPort?: number) {
  return {
    ...settings.inherited,
    NODE_ENV: mode,
    NEXT_TELEMETRY_DISABLED: '1',
    DATABASE_URL: databaseUrl,
    DATA_DIR: settings.dataDirectory,
    PORT: String(settings.port),
    PUBLIC_URL: settings.publicUrl,
    AUTH_SECRET: settings.authSecret,
    SWEETSPOT_LAUNCHER: String(process.pid),
    ...(workerHealthPort === undefined ? {} : { WORKER_HEALTH_PORT: String(workerHealthPort) }),
  };
}

async function greet(settings: Settings, databaseUrl: string): Promise<void> {
  const present = await listAccounts(databaseUrl, demoEmails);
  const people = Object.values(demoPeople).filter(({ email }) => present.includes(email));
  report(`\nSweetspot runs at ${settings.publicUrl}\n`);
  if (people.length > 0) {
    report('Sign in to the demo as');
    const longest = Math.max(...people.map(({ email }) => email.length));
    for (const { email, role } of people)
      report(`  ${role.padEnd(9)} ${email.padEnd(longest)}   password ${demoPassword}`);
    report('');
  }
  report(`Ctrl-C stops it and keeps everything in ${settings.dataDirectory}.`);
}

function requireSpace(directory: string): void {
  const { bavail, bsize } = statfsSync(directory);
  if (bavail * bsize >= leastFreeBytes) return;
  throw new LaunchError(
    `The disk is full: ${directory} has less than ${leastFreeBytes / 1024 ** 2} MB free; free some space and start again.`,
  );
}

/** Settles at the first signal, or when the process that started this one is gone; later ones change nothing. */
function askedToStop(): Promise<undefined> {
  return new Promise((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => settle(undefined));
    process.once('disconnect', () => settle(undefined));
    process.channel?.unref();
  });
}

/** In development everything is read where it happens. */
function terminalLog(): Log {
  return { write: (chunk) => void process.stdout.write(chunk), tail: () => '', close: () => undefined };
}

function report(line: string): void {
  console.log(line);
}
