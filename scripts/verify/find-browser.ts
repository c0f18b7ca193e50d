import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { repositoryRoot } from '../launch/read-settings.ts';
import { runCommand } from './run-command.ts';

type Playwright = { chromium: { executablePath: () => string } };

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/**
 * A Chromium that starts: that of `CHROMIUM_PATH`, the system's, Playwright's own, or else one installed now: Playwright's,
 * or for root, with apt, the distribution's.
 *
 * @returns its path; `undefined` when there is none to be had.
 */
export async function findBrowser(): Promise<string | undefined> {
  const chosen = process.env['CHROMIUM_PATH'];
  const ownBrowser = findOwnBrowser();
  const known = [...(chosen === undefined ? [] : [chosen]), ...systemBrowsers, ownBrowser];
  const present = known.find(starts);
  if (present !== undefined) return present;

  console.log('No Chromium here; installing one …');
  await runCommand(['playwright', 'install', 'chromium'], { cwd: 'e2e', quiet: true });
  if (starts(ownBrowser)) return ownBrowser;
  if (process.getuid?.() !== 0) return undefined;
  const apt = { quiet: true, env: { DEBIAN_FRONTEND: 'noninteractive' } };
  await runCommand(['apt-get', 'update'], apt);
  await runCommand(['apt-get', 'install', '-y', '--no-install-recommends', 'chromium'], apt);
  return [...systemBrowsers, ownBrowser].find(starts);
}

/** Where Playwright keeps its Chromium, whether it is there or not. */
function findOwnBrowser(): string {
  const playwright = createRequire(join(repositoryRoot, 'e2e/package.json'))('@playwright/test') as Playwright;
  return playwright.chromium.executablePath();
}

function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
