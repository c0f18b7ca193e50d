import type { Page, Response } from '@playwright/test';
import { synthesisedStems } from '../fixtures/material.ts';
import { invite, startProject, upload, versionChip } from '../fixtures/song-room.ts';
import { expect, expectAccessible, type Person, phoneSize, test } from '../fixtures/test.ts';

/** Everything that the API answers a page about blind tests while one of them runs. */
function recordAnswers(page: Page): { bodies: () => Promise<string[]> } {
  const answers: Promise<string>[] = [];
  const record = (response: Response) => {
    if (/\/api\/trpc\/[^?]*blindTests|\/layout$/.test(response.url())) answers.push(response.text());
  };
  page.on('response', record);
  return {
    bodies: () => {
      page.off('response', record);
      return Promise.all(answers);
    },
  };
}

/** What somebody with developer tools can find out, and the page does not tell: whether X has the bytes of A. */
async function isXA(page: Page, mediaUrl: string, trial: number): Promise<boolean> {
  const bytesOf = async (alias: string) => {
    const response = await page.context().request.get(`${mediaUrl}/files/${alias}/segments/00000.flac`);
    expect(response.status()).toBe(200);
    return (await response.body()).toString('base64');
  };
  return (await bytesOf(`x${trial}`)) === (await bytesOf('a'));
}

async function startSong(mira: Person, title: string): Promise<{ songUrl: string }> {
  const song = await startProject(mira.page, title, 'Paper Boats');
  const [kick, , , , bass] = await synthesisedStems(12);
  for (const [index, file] of [kick!, bass!].entries()) {
    await upload(mira.page, [file], 'Mix');
    await expect(versionChip(mira.page, `Mix ${index + 1}`)).toBeVisible({ timeout: 60_000 });
  }
  return song;
}

test('an ABX test is taken by ear and keys, tells nothing on the way, and what it means at the end', async ({
  register,
}) => {
  const mira = await register('Mira Kask');
  const { page } = mira;
  await startSong(mira, `ABX ${Date.now()}`);
  const versionIds = await page
    .getByRole('radiogroup', { name: 'Version to hear' })
    .getByRole('radio')
    .evaluateAll((chips) => chips.map((chip) => chip.getAttribute('value')));

  await page.keyboard.press('b');
  const room = page.getByRole('dialog', { name: /^Blind test/ });
  await expect(room.getByRole('button', { name: 'Start the ABX test' })).toBeVisible();
  await expectAccessible(page);
  await room.getByRole('radio', { name: '8', exact: true }).click();
  const answers = recordAnswers(page);
  const media = page.waitForRequest(/\/media\/blind\/[^/]+\/files\/a\/segments\//);
  await room.getByRole('button', { name: 'Start the ABX test' }).click();
  const mediaUrl = (await media).url().replace(/\/files\/.*$/, '');

  const abx = page.getByRole('dialog', { name: /^ABX test/ });
  await abx.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(abx.getByRole('button', { name: 'Pause' })).toBeVisible();
  await expectAccessible(page);
  // While it runs nothing on the page names or draws a version, and the room covers all of it.
  await expect(abx).not.toContainText(/Mix|LUFS|dB/);
  for (let trial = 1; trial <= 8; trial += 1) {
    await expect(abx.getByText(`Trial ${trial} of 8`)).toBeVisible();
    for (const key of ['a', '2', 'x']) {
      await page.keyboard.press(key);
      const letter = { a: 'A', 2: 'B', x: 'X' }[key]!;
      await expect(abx.getByRole('button', { name: letter, exact: true, pressed: true })).toBeVisible();
    }
    const truth = (await isXA(page, mediaUrl, trial)) ? 'A' : 'B';
    // Wrong once, so that the result is somebody's.
    const said = trial === 5 ? { A: 'B', B: 'A' }[truth]! : truth;
    if (trial < 8) {
      await page.keyboard.press(`Shift+${said}`);
    } else {
      const told = (await answers.bodies()).join();
      for (const versionId of versionIds) expect(told).not.toContain(versionId);
      expect(told).not.toMatch(/correct|xIsA|integratedLufs|truePeak/);
      await abx.getByRole('button', { name: `X is ${said}` }).click();
    }
  }
  await expect(
    abx.getByText('7 of 8: you would get this or more by guessing 4 times in 100. You most likely hear a difference.'),
  ).toBeVisible();
  await expect(abx.getByRole('listitem').filter({ hasText: /right$/ })).toHaveCount(7);
  await expect(abx).toContainText('Mix 1');
  await expectAccessible(page);
  // The song goes on where the test left it.
  await abx.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByRole('timer')).not.toContainText('0:00.000');
  await page.keyboard.press('b');
  await expect(page.getByRole('region', { name: 'Earlier' })).toContainText(/ABX: Mix \d and Mix \d/);
});

test('two people vote blind, one on a phone; names and votes are shown when both have', async ({ register }) => {
  const mira = await register('Mira Kask');
  const title = `Vote ${Date.now()}`;
  const { songUrl } = await startSong(mira, title);
  const email = `jo.${Date.now()}@example.test`;
  const invitation = await invite(mira.page, title, email, 'Client');
  const jo = await register('Jo Okafor', { email, at: invitation, viewport: phoneSize, phone: true });
  await jo.page.getByRole('button', { name: 'Join as Jo Okafor' }).click();
  await jo.page.waitForURL(/\/projects\//);
  await jo.page.goto(songUrl);
  await expect(versionChip(jo.page, 'Mix 2')).toBeVisible();

  await mira.page.goto(songUrl);
  await mira.page.getByRole('button', { name: /^Blind test/ }).click();
  await mira.page.getByLabel('Question').fill('Which one has the groove?');
  await mira.page.getByRole('checkbox', { name: 'Jo Okafor' }).click();
  await mira.page.getByRole('button', { name: 'Ask 2 people' }).click();
  const hers = mira.page.getByRole('dialog', { name: /^Blind vote/ });
  await expect(hers.getByRole('heading', { name: 'Which one has the groove?' })).toBeVisible();
  await hers.getByRole('button', { name: 'Choose A' }).click();
  await hers.getByLabel('Why').fill('A moves me.');
  await hers.getByRole('button', { name: 'Vote', exact: true }).click();
  await expect(hers.getByText('1 of 2 have voted')).toBeVisible();
  await expect(hers).not.toContainText('Mix');
  await expectAccessible(mira.page);

  // It came to the phone by itself.
  await jo.page.getByRole('button', { name: 'Listen and vote' }).click();
  const his = jo.page.getByRole('dialog', { name: /^Blind vote/ });
  await his.getByRole('button', { name: 'Play', exact: true }).click();
  await expect(his.getByRole('button', { name: 'Pause' })).toBeVisible();
  await his.getByRole('button', { name: 'B', exact: true }).first().click();
  await expect(his.getByRole('button', { name: 'B', exact: true, pressed: true }).first()).toBeVisible();
  await expect(his).not.toContainText('A moves me.');
  await expectAccessible(jo.page);
  await his.getByRole('button', { name: 'Choose B' }).click();
  await his.getByRole('button', { name: 'Vote', exact: true }).click();

  for (const [room, page] of [
    [his, jo.page],
    [hers, mira.page],
  ] as const) {
    await expect(room.getByRole('list', { name: 'Votes' })).toContainText(/Mix 1[\s\S]*Mix 2|Mix 2[\s\S]*Mix 1/);
    await expect(room.getByRole('list', { name: 'What they wrote' })).toContainText(
      /Mira Kask A moves me\.A was Mix \d, B was Mix \d/,
    );
    await expect(room).toContainText('Jo Okafor');
    await expectAccessible(page);
  }
});
