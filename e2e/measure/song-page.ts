import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from '@playwright/test';

/**
 * Measures the song page of a running installation with the demo: largest paint, first-load JavaScript, time from a
 * comment's submission to its appearance in another browser, with lists of several lengths. What it writes it removes.
 * `node e2e/measure/song-page.ts [http://localhost:3000] [--only comments] [--lists 0,160,500]`.
 */
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, lists: { type: 'string', default: '0,160,500' } },
});
const address = positionals[0] ?? 'http://localhost:3000';
const commentsMeasured = 40;
const listLengths = options.lists.split(',').map(Number);

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

/** Calls the API as the person of the page. */
async function call(page: Page, procedure: string, input: object): Promise<void> {
  const answer = await page.context().request.post(`/api/trpc/${procedure}`, {
    headers: { 'x-sweetspot': '1', origin: address },
    data: { json: input },
  });
  if (!answer.ok()) throw new Error(`${procedure}: ${answer.status()} ${await answer.text()}`);
}

/** Fills the list of the version to so many comments; answers what removes them. */
async function fillList(page: Page, versionId: string, count: number): Promise<() => Promise<void>> {
  const ids = Array.from({ length: count }, () => randomUUID());
  for (const [index, id] of ids.entries())
    await call(page, 'comments.add', {
      id,
      versionId,
      body: `Filler ${index}: the second chorus could breathe a little more.`,
      startSample: 4000 * index,
      visibility: 'everyone',
    });
  return async () => {
    for (const commentId of ids) await call(page, 'comments.remove', { commentId });
  };
}

/** When a comment was in the document of the other page, and when it was painted; ms after the click that sent it. */
type Seen = { arrived: number; painted: number };

async function measureComments(author: Page, reader: Page, path: string): Promise<Seen[]> {
  for (const page of [author, reader]) {
    await page.goto(path);
    await page.getByRole('form', { name: 'New comment' }).waitFor();
  }
  await reader.getByRole('button', { name: /^All/ }).click();
  // Both pages run on one machine: its clock is theirs. Painted is a frame after it is in the document.
  await reader.evaluate(() => {
    const seen: Record<string, { arrived: number; painted?: number }> = {};
    const note = (text: string) => {
      const moments = seen[text] ?? { arrived: Date.now() };
      seen[text] = moments;
      requestAnimationFrame(() =>
        setTimeout(() => {
          moments.painted ??= Date.now();
        }),
      );
    };
    Object.assign(window, { seen });
    new MutationObserver((records) => {
      for (const { addedNodes } of records)
        for (const node of addedNodes)
          for (const [text] of (node.textContent ?? '').matchAll(/Latency \d+-\d+/g)) note(text);
    }).observe(document.body, { subtree: true, childList: true });
  });
  const latencies: Seen[] = [];
  const run = Date.now();
  for (let n = 0; n < commentsMeasured; n += 1) {
    // People read before they answer: what the last one made the pages fetch is done.
    for (const page of [author, reader]) await page.waitForFunction(hasSettled, undefined, { polling: 50 });
    const text = `Latency ${run}-${n}`;
    const form = author.getByRole('form', { name: 'New comment' });
    await form.getByLabel('Comment', { exact: true }).fill(text);
    const sent = await author.evaluate(() => {
      const now = Date.now();
      document.querySelector<HTMLButtonElement>('form[aria-label="New comment"] button[type=submit]')!.click();
      return now;
    });
    const shown = await reader.waitForFunction(
      (body) => {
        const moments = (window as unknown as { seen: Record<string, Partial<Seen>> }).seen[body];
        return moments?.painted === undefined ? null : moments;
      },
      text,
      { polling: 20 },
    );
    const { arrived, painted } = (await shown.jsonValue()) as Seen;
    latencies.push({ arrived: arrived - sent, painted: painted - sent });
  }
  return latencies;
}

/** Nothing was fetched for a while. */
const hasSettled = (): boolean => {
  const last = performance.getEntriesByType('resource').at(-1) as PerformanceResourceTiming | undefined;
  return performance.now() - (last?.responseEnd ?? 0) > 500;
};

/** Removes what `measureComments` wrote. */
async function removeMeasured(page: Page, songId: string): Promise<void> {
  const input = encodeURIComponent(JSON.stringify({ json: { songId } }));
  const answer = await page.context().request.get(`/api/trpc/comments.list?input=${input}`, {
    headers: { 'x-sweetspot': '1' },
  });
  const { result } = (await answer.json()) as { result: { data: { json: { id: string; body: string }[] } } };
  for (const { id, body } of result.data.json)
    if (body.startsWith('Latency ')) await call(page, 'comments.remove', { commentId: id });
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
const songId = path.split('/')[2]!;
if (options.only !== 'comments') {
  const paints = await measurePaint(jo, path);
  console.log(
    `largest paint: median ${quantile(paints, 0.5).toFixed(0)} ms, worst ${Math.max(...paints).toFixed(0)} ms`,
  );
  console.log(`first-load JavaScript: ${((await measureScripts(jo, path)) / 1000).toFixed(0)} kB gzip`);
}
await jo.getByRole('button', { name: 'Play', exact: true }).waitFor();
const versionId = await newestVersion(jo, songId);
for (const length of listLengths) {
  const empty = await fillList(mira, versionId, length);
  const latencies = await measureComments(mira, jo, path);
  for (const moment of ['arrived', 'painted'] as const) {
    const ms = latencies.map((seen) => seen[moment]);
    console.log(
      `comment ${moment} in another browser, ${length} more in the list: median ${quantile(ms, 0.5)} ms, p95 ${quantile(ms, 0.95)} ms of ${ms.length}`,
    );
  }
  await removeMeasured(mira, songId);
  await empty();
}
await browser.close();

/** The version that the page shows first. */
async function newestVersion(page: Page, ofSong: string): Promise<string> {
  const input = encodeURIComponent(JSON.stringify({ json: { songId: ofSong } }));
  const answer = await page.context().request.get(`/api/trpc/songs.get?input=${input}`, {
    headers: { 'x-sweetspot': '1' },
  });
  type Version = { id: string; kind: string; label: string };
  const { result } = (await answer.json()) as { result: { data: { json: { versions: Version[] } } } };
  const heading = await page.getByRole('heading', { level: 1 }).textContent();
  return result.data.json.versions.find(({ label }) => heading?.startsWith(label))!.id;
}
