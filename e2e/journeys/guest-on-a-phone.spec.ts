import { synthesisedStems } from '../fixtures/material.ts';
import { comment as commentOn, commentWith, startProject, upload, versionChip } from '../fixtures/song-room.ts';
import { expect, expectAccessible, test } from '../fixtures/test.ts';

test('a guest listens, comments and approves on a phone through a link with a password', async ({
  register,
  visitor,
  expectConsoleError,
}) => {
  const mira = await register('Mira Kask');
  const { songUrl } = await startProject(mira.page, `Guests ${Date.now()}`, 'Lanterns');
  const [file] = await synthesisedStems(12);
  await upload(mira.page, [file!], 'Mix');
  await expect(versionChip(mira.page, 'Mix 1')).toBeVisible({ timeout: 60_000 });

  await mira.page.getByRole('button', { name: 'Share' }).first().click();
  const dialog = mira.page.getByRole('dialog');
  await dialog.getByLabel('For whom').fill('Anna');
  await dialog.getByRole('checkbox', { name: /Approve/ }).check();
  await dialog.getByLabel('Password', { exact: true }).fill('open sesame');
  await dialog.getByRole('button', { name: 'Make the link' }).click();
  const url = await dialog.locator('input[readonly]').inputValue();
  await mira.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();

  // Without an account; a wrong password opens nothing.
  const phone = await visitor({ phone: true });
  expectConsoleError(/status of 40[0134]/);
  await phone.goto(songUrl);
  await phone.waitForURL(/\/sign-in/);
  await expect(phone.getByText('Lanterns')).toHaveCount(0);
  await phone.goto(url);
  await phone.getByLabel('Your name').fill('Anna Lind');
  await phone.getByLabel('Password of the link').fill('open barley');
  await phone.getByRole('button', { name: 'Listen' }).click();
  await expect(phone.getByRole('alert').first()).toBeVisible();
  await expectAccessible(phone);
  await phone.getByLabel('Password of the link').fill('open sesame');
  await phone.getByRole('button', { name: 'Listen' }).click();
  await phone.waitForURL(/\/songs\//);

  // In full quality, without a sideways scroll, commented under the thumb.
  await expect(versionChip(phone, 'Mix 1')).toBeVisible();
  await phone.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(phone.getByRole('timer')).toContainText(/0:0[1-9]\./);
  await phone.getByRole('button', { name: 'Show the meters' }).click();
  await expect(phone.getByRole('region', { name: 'Meters' })).toContainText(/Momentary[\s−]+\d+\.\d LUFS/);
  expect(await phone.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
  await phone.getByRole('button', { name: /^Comment at / }).click();
  const composer = phone.getByRole('dialog');
  await composer.getByLabel('Comment', { exact: true }).fill('Lovely, a little more bass?');
  await composer.getByRole('button', { name: 'Comment', exact: true }).click();
  await expect(commentWith(mira.page, 'Lovely, a little more bass?')).toContainText('Anna Lind');
  await mira.page.getByRole('button', { name: 'Team only' }).click();
  await commentOn(mira.page, 'Only we see this.');
  await expect(commentWith(mira.page, 'Only we see this.')).toContainText('Team only');
  await phone.getByRole('button', { name: 'Approve Mix 1' }).first().click();
  await phone.getByRole('dialog').getByRole('button', { name: 'Approve Mix 1' }).click();
  await expect(mira.page.getByRole('tab', { name: /Approvals 1/ })).toBeVisible();
  await expect(phone.getByRole('button', { name: 'Mix 1 approved' }).first()).toBeVisible();
  await expect(phone.getByRole('button', { name: /^Mine\s*1/ })).toBeVisible();
  await expect(phone.getByRole('tab', { name: /Stems|Master/ })).toHaveCount(0);
  await expect(phone.getByText('Only we see this.')).toHaveCount(0);
  await expectAccessible(phone);

  // Revoked: the page of the guest says so and lets nothing more through.
  await mira.page.goto('/');
  await mira.page
    .getByRole('link', { name: /^Guests / })
    .first()
    .click();
  await mira.page.getByRole('tab', { name: /Share links/ }).click();
  await mira.page
    .getByRole('button', { name: /Revoke/ })
    .first()
    .click();
  await mira.page
    .getByRole('alertdialog')
    .or(mira.page.getByRole('dialog'))
    .getByRole('button', { name: /Revoke/ })
    .click();
  await expect(phone.getByRole('alert').getByText('This link has ended')).toBeVisible();
  await expect(versionChip(phone, 'Mix 1')).toHaveCount(0);
  await expectAccessible(phone);
  await phone.goto(url);
  await expect(phone.getByRole('button', { name: 'Listen' })).toHaveCount(0);
});
