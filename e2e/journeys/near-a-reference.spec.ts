import { synthesisedStems } from '../fixtures/material.ts';
import { openTab, startProject, upload, versionChip } from '../fixtures/song-room.ts';
import { expect, expectAccessible, test } from '../fixtures/test.ts';

test('a master comes near a reference, and says what it was and what is left', async ({ register }) => {
  const [kick, , , , , , , guitar] = await synthesisedStems(12);
  const { page } = await register('Mira Kask');
  const project = `Near ${Date.now()}`;
  await startProject(page, project, 'Paper Boats');
  await upload(page, [guitar!], 'Mix');
  await expect(versionChip(page, 'Mix 1')).toBeVisible();

  await openTab(page, /^Master$/);
  const box = page.getByRole('group', { name: 'Match references' });
  await expect(box.getByRole('button', { name: 'Upload a reference' })).toBeVisible();
  await upload(page, [kick!], 'Reference');
  const reference = box.getByRole('checkbox').first();
  await expect(reference).toBeEnabled();
  await reference.click();
  await expect(box.getByText(/^The target stays −14\.0 LUFS\.$/)).toBeVisible();
  await box.getByRole('slider', { name: /^Loudness/ }).press('End');
  await expect(box.getByText(/^Aims at −.* LUFS/)).toBeVisible();
  for (const part of ['Tone', 'Width', 'Density'])
    await box.getByRole('slider', { name: new RegExp(`^${part}`) }).press('End');
  await page.getByRole('checkbox', { name: 'Mix 1 is ready to be mastered' }).click();
  await page.getByRole('button', { name: 'Print the master' }).click();

  await expect(versionChip(page, 'Master 1')).toBeVisible({ timeout: 60_000 });
  const result = box.getByRole('region', { name: 'Match of Master 1' });
  await expect(result.getByRole('heading')).toHaveText(/^Master 1, near “.*Kick.*”, 100 %$/);
  await expect(result.getByText(/^By thirds of an octave the mix lay [\d.]+ dB away/)).toBeVisible();
  await expect(result.getByRole('img')).toBeVisible();
  await expectAccessible(page);

  // Opened again, the recipe still says where its tone comes from, and lets it go.
  await openTab(page, /^Versions/);
  await page.getByRole('button', { name: 'More about Master 1' }).click();
  await page.getByRole('menuitem', { name: 'Open recipe' }).click();
  await expect(box.getByText(/^The recipe holds the tone of “.*Kick.*”\.$/)).toBeVisible();
  await box.getByRole('button', { name: 'Take it out' }).click();
  await expect(box.getByText(/^The recipe holds/)).toBeHidden();

  // The project's other songs may be brought near it too.
  await page.goto('/');
  await page.getByRole('button', { name: 'New song' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Title of the song').fill('Lighthouse');
  await dialog.getByRole('button', { name: 'Add the song' }).click();
  await page.waitForURL(/\/songs\/[0-9a-f-]{36}/);
  await expect(page.getByRole('heading', { level: 1 }).first()).toContainText('Lighthouse');
  await upload(page, [guitar!], 'Mix');
  await openTab(page, /^Master$/);
  await expect(box.getByRole('checkbox', { name: /Kick/ })).toBeEnabled();
  await expect(box.getByText(/^Of Paper Boats · −.* LUFS$/)).toBeVisible();
});
