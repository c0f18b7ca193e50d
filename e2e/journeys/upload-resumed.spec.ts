import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { startProject, upload, versionChip } from '../fixtures/song-room.ts';
import { expect, test } from '../fixtures/test.ts';

/** A stereo 24-bit WAV of quiet noise: nothing in it can be guessed or compressed. */
function noiseFile(name: string, seconds: number): { path: string; sha256: string } {
  const data = randomBytes(seconds * 48_000 * 6);
  for (let at = 2; at < data.length; at += 3) data[at] = (data[at]! & 0x0f) - 8;
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(2, 22);
  header.writeUInt32LE(48_000, 24);
  header.writeUInt32LE(288_000, 28);
  header.writeUInt16LE(6, 32);
  header.writeUInt16LE(24, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  const path = join(mkdtempSync(join(tmpdir(), 'sweetspot-upload-')), name);
  writeFileSync(path, Buffer.concat([header, data]));
  return { path, sha256: createHash('sha256').update(readFileSync(path)).digest('hex') };
}

/**
 * Leaves a page when every byte of a file has arrived and before anything else was said. Answers how the server comes to
 * hear the rest, as of a request that was on its way when the page was left.
 */
async function leaveWhileFinishing(page: Page, file: { path: string; sha256: string }) {
  let uploadId: string | undefined;
  await page.route(/uploads\.finish/, (route) => {
    uploadId = /"uploadId":"([0-9a-f-]+)"/.exec(route.request().postData() ?? '')?.[1];
    // Never answered: the page goes first.
  });
  await upload(page, [file.path], 'Mix');
  await expect.poll(() => uploadId).toBeDefined();
  return async () => {
    const answer = await page.request.post('/api/trpc/uploads.finish', {
      headers: { 'x-sweetspot': '1' },
      data: { json: { uploadId, sha256: file.sha256 } },
    });
    expect(answer.status()).toBe(200);
  };
}

const cutOff = (page: Page) => page.getByText(/Choose the same file again/);

async function chooseAgain(page: Page, path: string): Promise<void> {
  const [chooser] = await Promise.all([
    page.waitForEvent('filechooser'),
    page.getByRole('button', { name: /^Choose .* again$/ }).click(),
  ]);
  await chooser.setFiles(path);
}

test('an upload goes on after the network was cut, and after a reload with the same file chosen again', async ({
  register,
  expectConsoleError,
}) => {
  expectConsoleError(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK|net::|WebSocket/);
  const { page, context } = await register('Mira Kask');
  await startProject(page, `Uploads ${Date.now()}`, 'Long Way Down');
  const file = noiseFile('Long Way Down mix.wav', 120);

  // A slow line, so that there is a middle to cut.
  const line = await context.newCDPSession(page);
  await line.send('Network.enable');
  const speed = (bytesPerSecond: number, offline = false) =>
    line.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: bytesPerSecond,
    });
  await speed(6_000_000);
  await upload(page, [file.path], 'Mix');
  const progress = page.getByRole('progressbar', { name: /Upload of Long Way Down/ });
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(10);
  await speed(6_000_000, true);
  await expect(page.getByText(/No connection/)).toBeVisible();
  await speed(6_000_000);
  await expect(page.getByText(/ of .*MB/).first()).toBeVisible({ timeout: 30_000 });
  await expect.poll(async () => Number(await progress.getAttribute('aria-valuenow'))).toBeGreaterThan(30);

  await page.reload();
  await expect(cutOff(page)).toBeVisible();
  await chooseAgain(page, noiseFile('Long Way Down mix.wav', 120).path);
  await expect(page.getByText(/not the same file|another file|differs/i).first()).toBeVisible();
  await speed(-1);
  await chooseAgain(page, file.path);
  await expect(versionChip(page, 'Mix 1')).toBeVisible({ timeout: 90_000 });

  // What the server keeps is what was sent, byte for byte.
  await page.getByRole('tab', { name: /^Versions/ }).click();
  await page.getByRole('button', { name: 'More about Mix 1' }).click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Download the file' }).click(),
  ]);
  expect(
    createHash('sha256')
      .update(readFileSync(await download.path()))
      .digest('hex'),
  ).toBe(file.sha256);
});

test('an upload that ends after its page was reloaded goes off the list by itself', async ({ register }) => {
  const { page } = await register('Mira Kask');
  await startProject(page, `Uploads ${Date.now()}`, 'Last Word');
  const finish = await leaveWhileFinishing(page, noiseFile('Last Word mix.wav', 2));
  await page.reload();
  await expect(cutOff(page)).toBeVisible();
  await finish();
  await expect(versionChip(page, 'Mix 1')).toBeVisible({ timeout: 60_000 });
  await expect(cutOff(page)).toHaveCount(0);
});

test('choosing the file of an upload that has ended meanwhile shows the song as it is', async ({ register }) => {
  const { page } = await register('Mira Kask');
  await startProject(page, `Uploads ${Date.now()}`, 'Last Word');
  const file = noiseFile('Last Word mix.wav', 2);
  const finish = await leaveWhileFinishing(page, file);
  // Nobody tells the page.
  await page.routeWebSocket(/\/socket\//, () => undefined);
  await page.reload();
  await expect(cutOff(page)).toBeVisible();
  await finish();
  await chooseAgain(page, file.path);
  await expect(page.getByText(/has ended meanwhile/)).toBeVisible();
  await expect(cutOff(page)).toHaveCount(0);
  await expect(page.getByText('Mix 1').first()).toBeVisible();
});

test('an upload that ends while its file is chosen again goes off the list', async ({
  register,
  expectConsoleError,
}) => {
  // The browser's own word about an answer of 410.
  expectConsoleError(/status of 410/);
  const { page } = await register('Mira Kask');
  await startProject(page, `Uploads ${Date.now()}`, 'Last Word');
  const file = noiseFile('Last Word mix.wav', 2);
  const finish = await leaveWhileFinishing(page, file);
  await page.routeWebSocket(/\/socket\//, () => undefined);
  await page.reload();
  await expect(cutOff(page)).toBeVisible();
  await page.route(/uploads\.listOpen/, async (route) => {
    const before = await route.fetch();
    await finish();
    await route.fulfill({ response: before });
  });
  await chooseAgain(page, file.path);
  await expect(page.getByText(/has ended meanwhile/)).toBeVisible();
  await expect(cutOff(page)).toHaveCount(0);
  await expect(page.getByText('Mix 1').first()).toBeVisible();
});

test('a file that is no sound says why and stays in the list until it is dismissed', async ({ register }) => {
  const { page } = await register('Mira Kask');
  await startProject(page, `Broken ${Date.now()}`, 'Salt');
  const path = join(mkdtempSync(join(tmpdir(), 'sweetspot-upload-')), 'Kick.wav');
  writeFileSync(path, '<!doctype html><title>not a kick</title>');
  await upload(page, [path], 'Stem');
  await expect(page.getByText(/HTML|web page/i).first()).toBeVisible({ timeout: 60_000 });
  await page.reload();
  await expect(page.getByText(/HTML|web page/i).first()).toBeVisible();
  await page
    .getByRole('button', { name: /Dismiss.*Kick|Remove.*Kick/ })
    .first()
    .click();
  await expect(page.getByText(/HTML|web page/i)).toHaveCount(0);
});
