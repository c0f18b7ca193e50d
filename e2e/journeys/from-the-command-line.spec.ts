import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installation } from '../fixtures/installation.ts';
import { synthesisedStems } from '../fixtures/material.ts';
import { comment, startProject, versionChip } from '../fixtures/song-room.ts';
import { expect, expectAccessible, test } from '../fixtures/test.ts';

const program = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

test('a bounce becomes a version from the command line, until its token is revoked', async ({ register }) => {
  const home = mkdtempSync(join(tmpdir(), 'sweetspot-home-'));
  const say = (args: string[], input = '') =>
    new Promise<{ code: number; text: string }>((resolve) => {
      const child = execFile(
        process.execPath,
        [program, ...args],
        { env: { XDG_CONFIG_HOME: home } },
        (error, out, err) => resolve({ code: error ? Number(error.code) : 0, text: out + err }),
      );
      child.stdin!.end(input);
    });
  try {
    const [, , , , , , , guitar] = await synthesisedStems(12);
    const { page } = await register('Jo Tamm');
    const title = `Bounce ${Date.now()}`;
    const { songUrl } = await startProject(page, title, title);

    await page.goto('/account');
    const programs = page.getByRole('region', { name: 'Programs' });
    await programs.getByLabel('New access token').fill('Studio computer');
    await programs.getByRole('button', { name: 'Make a token' }).click();
    const token = await programs.getByLabel('Your access token').inputValue();
    const list = programs.getByRole('list', { name: 'Access tokens' });
    await expect(list.getByText('never used')).toBeVisible();
    await expectAccessible(page);

    expect(await say(['login', installation.url], token)).toMatchObject({ code: 0 });
    await page.goto(songUrl);
    const pushed = await say(['push', guitar!, '--song', title]);
    expect(pushed).toMatchObject({ code: 0, text: expect.stringContaining(`is Mix 1 of ${title} now`) });
    await expect(versionChip(page, 'Mix 1')).toBeVisible();
    await comment(page, 'The guitar is fine.');
    await expect
      .poll(async () => (await say(['comments', '--song', title])).text)
      .toMatch(/ Jo Tamm \(open\): The guitar is fine\./);

    await page.goto('/account');
    await expect(list.getByText('never used')).toBeHidden();
    await list.getByRole('button', { name: 'Revoke Studio computer' }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke the token' }).click();
    await expect(list).toBeHidden();
    expect(await say(['comments', '--song', title])).toMatchObject({
      code: 1,
      text: expect.stringContaining('revoked'),
    });
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});
