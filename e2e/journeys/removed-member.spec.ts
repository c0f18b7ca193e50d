import { synthesisedStems } from '../fixtures/material.ts';
import { invite, startProject, upload, versionChip } from '../fixtures/song-room.ts';
import { expect, test } from '../fixtures/test.ts';

test('a removed member loses the page, the sockets and the sound at once', async ({ register, expectConsoleError }) => {
  expectConsoleError(/status of 40[0134]|WebSocket/);
  const mira = await register('Mira Kask');
  const title = `Removed ${Date.now()}`;
  const { songUrl } = await startProject(mira.page, title, 'Glass Harbour');
  const [file] = await synthesisedStems(12);
  await upload(mira.page, [file!], 'Mix');
  await expect(versionChip(mira.page, 'Mix 1')).toBeVisible({ timeout: 60_000 });
  const email = `jo.${Date.now()}@example.test`;
  const invitation = await invite(mira.page, title, email, 'Engineer');
  const jo = await register('Jo Okafor', { email, at: invitation });
  await jo.page.getByRole('button', { name: 'Join as Jo Okafor' }).click();
  await jo.page.waitForURL(/\/projects\//);

  const sound = jo.page.waitForRequest(/\/media\/files\/[^/]+\/segments\//);
  await jo.page.goto(songUrl);
  await jo.page.getByRole('button', { name: 'Play', exact: true }).click();
  const segment = (await sound).url();
  expect((await jo.context.request.get(segment)).status()).toBe(200);

  await mira.page.goto('/');
  await mira.page.getByRole('link', { name: title }).first().click();
  await mira.page.getByRole('tab', { name: /People/ }).click();
  await mira.page.getByRole('button', { name: 'Role and access of Jo Okafor' }).click();
  await mira.page.getByRole('menuitem', { name: 'Remove from the project' }).click();
  await mira.page
    .getByRole('alertdialog')
    .or(mira.page.getByRole('dialog'))
    .getByRole('button', { name: 'Remove' })
    .click();

  await expect(
    jo.page.getByText(/access to this project has ended|does not exist, or you were not invited|not invited/i).first(),
  ).toBeVisible();
  await expect.poll(async () => (await jo.context.request.get(segment)).status(), { timeout: 2_000 }).toBe(404);
  await jo.page.goto(songUrl);
  await expect(jo.page.getByText('Glass Harbour')).toHaveCount(0);
});
