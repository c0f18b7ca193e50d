import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';

/**
 * Measures the song page of a running installation with the demo: largest paint, first-load JavaScript, time from a
 * comment's submission to its appearance in another browser. `node e2e/measure/song-page.ts [http://localhost:3000]`.
 */
const address = process.argv[2] ?? 'http://localhost:3000';
const comments = 40;

async function signIn(browser: Browser, person: string): Promise<Page> {
  const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').first().fill(`${person}@demo.sweetspot.local`);
  await page.getByLabel('Password', { exact: true }).fill('sweetspot-demo');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

const quantile = (values: number[], q: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(q * values.length))]!;

async function measurePaint(page: Page, path: string): Promise<number[]> {
  const paints: number[] = [];
  for (let visit = 0; visit < 7; visit += 1) {
    await page.goto(path, { waitUntil: 'load' });
    await page.getByRole('button', { name: 'Play', exact: true }).waitFor();
    paints.push(
      await page.evaluate(
        () =>
          new Promise<number>((resolve) => {
            new PerformanceObserver((list) => resolve(list.getEntries().at(-1)!.startTime)).observe({
              type: 'largest-contentful-paint',
              buffered: true,
            });
          }),
      ),
    );
  }
  return paints;
}

/** The scripts that the document itself names: what is fetched before anything can be used. */
async function measureScripts(page: Page, path: string): Promise<number> {
  const html = await (await page.context().request.get(path)).text();
  const names = new Set(
    [...html.matchAll(/<script[^>]+src="([^"]+\.js[^"]*)"[^>]*>/g)].map(([tag, src]) =>
      /noModule/i.test(tag) ? '' : src!,
    ),
  );
  names.delete('');
  let bytes = 0;
  for (const name of names)
    bytes += gzipSync(await (await page.context().request.get(name)).body(), { level: 9 }).length;
  return bytes;
}

async function measureComments(author: Page, reader: Page, path: string): Promise<number[]> {
  for (const page of [author, reader]) {
    await page.goto(path);
    await page.getByRole('form', { name: 'New comment' }).waitFor();
  }
  await reader.getByRole('button', { name: /^All/ }).click();
  // Both pages run on one machine: its clock is theirs.
  await reader.evaluate(() => {
    const seen: Record<string, number> = {};
    Object.assign(window, { seen });
    new MutationObserver(() => {
      for (const [text] of (document.body.textContent ?? '').matchAll(/Latency \d+-\d+/g)) seen[text] ??= Date.now();
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const latencies: number[] = [];
  const run = Date.now();
  for (let n = 0; n < comments; n += 1) {
    const text = `Latency ${run}-${n}`;
    const form = author.getByRole('form', { name: 'New comment' });
    await form.getByLabel('Comment', { exact: true }).fill(text);
    const sent = await author.evaluate(() => {
      const now = Date.now();
      document.querySelector<HTMLButtonElement>('form[aria-label="New comment"] button[type=submit]')!.click();
      return now;
    });
    const shown = await reader.waitForFunction(
      (body) => (window as unknown as { seen: Record<string, number> }).seen[body],
      text,
      { polling: 20 },
    );
    latencies.push(Number(await shown.jsonValue()) - sent);
  }
  return latencies;
}

const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
const [mira, jo] = [await signIn(browser, 'mira'), await signIn(browser, 'jo')];
await jo.goto('/');
await jo
  .getByRole('link', { name: /Paper Boats/ })
  .first()
  .click();
await jo.waitForURL(/\/songs\//);
const path = new URL(jo.url()).pathname;
const paints = await measurePaint(jo, path);
console.log(`largest paint: median ${quantile(paints, 0.5).toFixed(0)} ms, worst ${Math.max(...paints).toFixed(0)} ms`);
console.log(`first-load JavaScript: ${((await measureScripts(jo, path)) / 1000).toFixed(0)} kB gzip`);
const latencies = await measureComments(mira, jo, path);
console.log(
  `comment in another browser: median ${quantile(latencies, 0.5)} ms, p95 ${quantile(latencies, 0.95)} ms of ${latencies.length}`,
);
await browser.close();
