import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Page } from '@playwright/test';
import { music, writeWav } from '@sweetspot/audio/testing';
import { realStems } from '../fixtures/material.ts';
import { goOnTo, openTab, startProject, upload, versionChip } from '../fixtures/song-room.ts';

/**
 * Measures what people wait for on a running installation: from the last byte of a five-minute mix (48 kHz,
 * 24 bits) until it can be played, and from the click on "Rough mix" and "Print the mix" until the mix of 26 stems can be.
 * Seen in the page of the person who waits. Leaves an account with its project behind.
 * `node e2e/measure/song-work.ts [http://localhost:3000]`.
 */
const address = process.argv[2] ?? 'http://localhost:3000';
const minutes = 60_000;

/** Resolves at the answer to the upload's last part, with what the page's clock shows. */
async function lastByte(page: Page): Promise<number> {
  const answer = await page.waitForResponse(
    async (response) => {
      const request = response.request();
      if (request.method() !== 'PATCH' || !response.ok()) return false;
      const { 'upload-offset': before, 'content-length': length } = await request.allHeaders();
      return Number(response.headers()['upload-offset']) === Number(before) + Number(length);
    },
    { timeout: 5 * minutes },
  );
  await answer.finished();
  return Date.now();
}

const seconds = (since: number): string => `${((Date.now() - since) / 1000).toFixed(2)} s`;

async function waitForVersion(page: Page, label: string): Promise<void> {
  await versionChip(page, label).waitFor({ timeout: 10 * minutes });
}

const folder = mkdtempSync(join(tmpdir(), 'sweetspot-measure-'));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
try {
  const page = await (await browser.newContext({ baseURL: address })).newPage();
  await page.goto('/register');
  await page.getByLabel('Your name').fill('Measure');
  await page.getByLabel('E-mail').fill(`measure.${Date.now()}@example.test`);
  await page.getByLabel('Password', { exact: true }).fill('correct horse battery');
  await page.getByRole('button', { name: 'Register' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/register'));
  await startProject(page, 'Measured', 'Five minutes');

  const mix = writeWav(join(folder, 'five minutes.wav'), music(300 * 48_000, 2, { level: 0.3, sampleRate: 48_000 }), {
    sampleRate: 48_000,
  });
  const arrived = lastByte(page);
  await upload(page, [mix], 'Mix');
  const since = await arrived;
  await waitForVersion(page, 'Mix 1');
  console.log(`last byte of a 5 min 48 kHz / 24 bit WAV to playable and measured: ${seconds(since)}`);

  const stems = await realStems();
  const uploading = Date.now();
  await upload(page, stems, 'Stem');
  await openTab(page, /^Stems/);
  await page.getByRole('tab', { name: `Stems ${stems.length}` }).waitFor({ timeout: 10 * minutes });
  await page
    .getByText('Preparing')
    .first()
    .waitFor({ state: 'detached', timeout: 10 * minutes });
  console.log(`${stems.length} stems uploaded and measured: ${seconds(uploading)}`);

  await goOnTo(page, 'mixing');
  await openTab(page, /^Mix$/);
  const rough = Date.now();
  await page.getByRole('button', { name: 'Rough mix' }).click();
  await waitForVersion(page, 'Rough 1');
  console.log(`rough mix of ${stems.length} stems, from the click to playable: ${seconds(rough)}`);

  const printing = Date.now();
  await page.getByRole('button', { name: 'Print the mix' }).click();
  await waitForVersion(page, 'Mix 2');
  console.log(`print of the mix, from the click to playable: ${seconds(printing)}`);
} finally {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
}
