import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Browser, chromium, type Page } from '@playwright/test';

/**
 * Takes the pictures of the user guide from a running installation with the demo:
 * `node e2e/guide/take-pictures.ts [http://localhost:3000] [folder]`.
 */
const address = process.argv[2] ?? 'http://localhost:3000';
const folder = resolve(process.argv[3] ?? resolve(import.meta.dirname, '../../docs/guide/pictures'));
mkdirSync(folder, { recursive: true });

type Look = { device: 'desktop' | 'phone'; scheme: 'dark' | 'light' };
const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };

async function signIn(browser: Browser, { device, scheme }: Look): Promise<Page> {
  const phone = device === 'phone';
  const context = await browser.newContext({
    viewport: sizes[device],
    colorScheme: scheme,
    hasTouch: phone,
    deviceScaleFactor: phone ? 2 : 1,
    baseURL: address,
  });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').first().fill('jo@demo.sweetspot.local');
  await page.getByLabel('Password', { exact: true }).fill('sweetspot-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

async function takePictures(browser: Browser, look: Look): Promise<void> {
  const page = await signIn(browser, look);
  const take = async (name: string, fullPage = false) => {
    await page.waitForLoadState('networkidle');
    await page
      .locator('[role=tabpanel]:visible .animate-shimmer.bg-hover, main .animate-shimmer.bg-hover')
      .first()
      .waitFor({ state: 'detached' });
    await page.screenshot({
      path: `${folder}/${name}-${look.device}-${look.scheme}.png`,
      animations: 'disabled',
      fullPage,
    });
  };
  const open = async (song: RegExp) => {
    await page.goto('/');
    await page.getByRole('link', { name: song }).first().click();
    await page.waitForURL(/\/songs\//);
    await page
      .getByRole('slider', { name: /position|waveform/i })
      .first()
      .waitFor();
  };
  await page.goto('/');
  await take('library');
  await open(/Paper Boats/);
  await take('song');
  for (const tab of ['Versions', 'Mix', 'Master', 'Approvals', 'Renders'] as const) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await take(tab.toLowerCase(), true);
  }
  await open(/Glass Harbour/);
  await take('song-mastering');
  await page.getByRole('tab', { name: /^Delivery/ }).click();
  await take('delivery', true);
  await page.goto('/');
  const project = await page
    .getByRole('link', { name: /^Northern Lights EP/ })
    .first()
    .getAttribute('href');
  await page.goto(project ?? '/');
  await take('project');
  for (const tab of ['People', 'Share links', 'Requests', 'Activity'] as const) {
    await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
    await take(`project-${tab.toLowerCase().replace(' ', '-')}`);
  }
  for (const path of ['requests', 'inbox', 'account']) {
    await page.goto(`/${path}`);
    await take(path);
  }
  await page.context().clearCookies();
  for (const path of ['sign-in', 'register']) {
    await page.goto(`/${path}`);
    await take(path);
  }
  await page.context().close();
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
for (const device of ['desktop', 'phone'] as const) {
  for (const scheme of ['dark', 'light'] as const) await takePictures(browser, { device, scheme });
}
await browser.close();
