import { findWorkerPid } from '../fixtures/installation.ts';
import { synthesisedStems } from '../fixtures/material.ts';
import { openTab, startProject, upload, versionChip } from '../fixtures/song-room.ts';
import { expect, test } from '../fixtures/test.ts';

test('a worker killed during a render costs nothing but time', async ({ register }) => {
  test.setTimeout(360_000);
  const { page } = await register('Mira Kask');
  await startProject(page, `Killed ${Date.now()}`, 'Ferry');
  const files = await synthesisedStems(90);
  await upload(page, files, 'Stem');
  await expect(page.getByRole('tab', { name: `Stems ${files.length}` })).toBeVisible({ timeout: 120_000 });
  await openTab(page, /^Mix$/);
  await expect(page.getByRole('slider', { name: /^Level of / })).toHaveCount(files.length, { timeout: 150_000 });

  await page.getByRole('button', { name: 'Print the mix' }).click();
  await openTab(page, /^Renders/);
  const running = page.getByRole('progressbar', { name: /Mix 1/ }).last();
  await expect
    .poll(async () => Number((await running.getAttribute('aria-valuenow')) ?? 0), { intervals: [50] })
    .toBeGreaterThan(0);
  const killed = findWorkerPid();
  expect(killed).toBeDefined();
  process.kill(killed!, 'SIGKILL');

  await expect(versionChip(page, 'Mix 1')).toBeVisible({ timeout: 120_000 });
  await expect(page.getByRole('radio', { name: /^Mix/ })).toHaveCount(1);
  expect(findWorkerPid()).not.toBe(killed);
});

test('a render can be cancelled while it runs', async ({ register }) => {
  test.setTimeout(300_000);
  const { page } = await register('Mira Kask');
  await startProject(page, `Cancelled ${Date.now()}`, 'North');
  const files = await synthesisedStems(90);
  await upload(page, files, 'Stem');
  await openTab(page, /^Mix$/);
  await expect(page.getByRole('slider', { name: /^Level of / })).toHaveCount(files.length, { timeout: 150_000 });
  // The list of renders is open before the render begins, so that none of it is missed.
  await openTab(page, /^Renders/);
  await page.getByRole('button', { name: 'Print the mix', includeHidden: true }).dispatchEvent('click');
  await page
    .getByRole('button', { name: /^Cancel: Mix 1/ })
    .last()
    .click();
  await expect(page.getByText('Cancelled', { exact: true })).toBeVisible();
  await expect(page.getByRole('radio', { name: /^Mix 1/ })).toHaveCount(0);
});
