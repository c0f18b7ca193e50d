import type { Page } from '@playwright/test';
import { demoPassword, expect, expectAccessible, phoneSize, test } from '../fixtures/test.ts';

const looks = [
  { name: 'desktop, dark', viewport: { width: 1440, height: 900 }, scheme: 'dark' },
  { name: 'phone, light', viewport: phoneSize, scheme: 'light' },
] as const;

/** No sideways scroll, and nothing that axe calls serious. */
async function expectGoodPage(page: Page): Promise<void> {
  await expect(page.getByRole('heading').first()).toBeAttached();
  await expect(page.getByRole('status', { name: /loading/i })).toHaveCount(0);
  const { scrollWidth, clientWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
  }));
  expect(scrollWidth).toBeLessThanOrEqual(clientWidth);
  await expectAccessible(page);
}

for (const { name, viewport, scheme } of looks) {
  test(`every page for everybody is accessible (${name})`, async ({ visitor, expectConsoleError }) => {
    expectConsoleError(/status of 404/); // What is not there is asked for here.
    const page = await visitor({ viewport });
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of [
      '/sign-in',
      '/register',
      '/forgot',
      '/reset/none',
      '/sign-in/link/none',
      '/invite/none',
      '/s/none',
      '/outbox',
    ]) {
      await page.goto(path);
      await expectGoodPage(page);
    }
  });

  test(`every page of a member is accessible (${name})`, async ({ signIn }) => {
    const { page } = await signIn('jo@demo.sweetspot.local', demoPassword);
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: scheme });
    for (const path of ['/', '/requests', '/inbox', '/account']) {
      await page.goto(path);
      await expectGoodPage(page);
    }
    await page.goto('/');
    await page
      .getByRole('link', { name: /Paper Boats/ })
      .first()
      .click();
    await page.waitForURL(/\/songs\//);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expect(tab).toHaveAttribute('aria-selected', 'true');
      await expectGoodPage(page);
    }
    await page.goto('/');
    const project = page.getByRole('link', { name: /Northern Lights EP/ }).first();
    const href = await project.getAttribute('href');
    await page.goto(href!);
    for (const tab of await page.getByRole('tab').all()) {
      await tab.click();
      await expectGoodPage(page);
    }
  });
}
