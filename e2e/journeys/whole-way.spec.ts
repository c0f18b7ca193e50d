import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { realStems, synthesisedStems } from '../fixtures/material.ts';
import { readZip } from '../fixtures/read-zip.ts';
import {
  approve,
  comment,
  commentWith,
  goOnTo,
  invite,
  openTab,
  startProject,
  upload,
  versionChip,
} from '../fixtures/song-room.ts';
import { expect, expectAccessible, type Person, test } from '../fixtures/test.ts';

const songs = [
  {
    material: 'the synthesised song',
    stems: () => synthesisedStems(24),
    minutes: 4,
    alternates: ['Instrumental'],
  },
  { material: 'the stems of a real song', stems: realStems, minutes: 8, alternates: [] },
];

for (const { material, stems, minutes, alternates } of songs) {
  test(`three people take ${material} from its stems to delivered files`, async ({ register, expectConsoleError }) => {
    test.setTimeout(minutes * 60_000);
    expectConsoleError(/^$/);
    const files = await stems();
    const patience = { timeout: minutes * 30_000 };

    // The artist starts, the engineer and the client come by invitation.
    const mira = await register('Mira Kask');
    const title = `Northern ${Date.now()}`;
    const { songUrl } = await startProject(mira.page, title, 'Paper Boats');
    const joAddress = `jo.${Date.now()}@example.test`;
    const annaAddress = `anna.${Date.now()}@example.test`;
    const joInvitation = await invite(mira.page, title, joAddress, 'Engineer');
    const annaInvitation = await invite(mira.page, title, annaAddress, 'Client');
    const join = async (name: string, email: string, at: string): Promise<Person> => {
      const person = await register(name, { email, at });
      await person.page.getByRole('button', { name: `Join as ${name}` }).click();
      await person.page.waitForURL(/\/projects\//);
      return person;
    };
    const jo = await join('Jo Okafor', joAddress, joInvitation);
    const anna = await join('Anna Lind', annaAddress, annaInvitation);
    const everyone = [mira, jo, anna];
    for (const { page } of everyone) await page.goto(songUrl);

    // Stems arrive on every screen without a reload, measured.
    await upload(mira.page, files, 'Stem');
    for (const { page } of everyone) {
      await openTab(page, /^Stems/);
      await expect(page.getByRole('tab', { name: `Stems ${files.length}` })).toBeVisible(patience);
    }
    await expect(jo.page.getByRole('button', { name: 'On to mixing' }).first()).toBeVisible(patience);
    await expect(jo.page.getByText('Preparing')).toHaveCount(0, patience);
    // A stem can be heard before there is any version.
    const hearFirst = (page: Page) => page.getByRole('button', { name: /^Hear .* alone$/ }).first();
    await hearFirst(jo.page).click();
    await expect(hearFirst(jo.page)).toHaveAttribute('aria-pressed', 'true');
    await hearFirst(jo.page).click();
    await expect(hearFirst(jo.page)).toHaveAttribute('aria-pressed', 'false');
    await goOnTo(jo.page, 'mixing');

    // A rough mix by one click, then a mix of one's own.
    await openTab(jo.page, /^Mix$/);
    await jo.page.reload();
    await expect(jo.page.getByRole('slider', { name: /^Level of / })).toHaveCount(files.length, patience);
    await jo.page.getByRole('button', { name: 'Rough mix' }).click();
    for (const { page } of everyone) await expect(versionChip(page, 'Rough 1')).toBeVisible(patience);
    const busGain = jo.page.getByRole('group', { name: 'Mix bus level' }).getByRole('slider', { name: 'Gain' });
    for (const tenths of [1, 2, 3, 4]) {
      await busGain.press('ArrowUp');
      await expect(busGain).toHaveAttribute('aria-valuetext', `+0.${tenths} dB`);
    }
    await busGain.press('PageUp');
    await expect(busGain).toHaveAttribute('aria-valuetext', '+1.4 dB');
    await busGain.dblclick();
    await jo.page
      .getByRole('slider', { name: /^Level of / })
      .first()
      .press('ArrowUp');
    await jo.page.getByRole('button', { name: 'Print the mix' }).click();
    for (const { page } of everyone) await expect(versionChip(page, 'Mix 1')).toBeVisible(patience);

    // It sounds, and it is talked about.
    await versionChip(anna.page, 'Mix 1').click();
    await anna.page.getByRole('button', { name: 'Play', exact: true }).click();
    await expect(anna.page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await expect(anna.page.getByRole('timer')).toContainText(/0:0[1-9]\./);
    // A stem sounds in place of the mix, which comes back where the stem was.
    await openTab(anna.page, /^Stems/);
    await hearFirst(anna.page).click();
    await anna.page.getByRole('button', { name: 'Back to Mix 1' }).click();
    await expect(anna.page.getByRole('button', { name: 'Back to Mix 1' })).toBeHidden();
    await expect(anna.page.getByRole('button', { name: 'Pause' })).toBeVisible();
    // A loop set by ear begins at its start the moment its end is set.
    const seconds = async () => Number((await anna.page.getByRole('timer').textContent())!.match(/0:(\d\d\.\d+)/)![1]);
    await anna.page.keyboard.press('i');
    const loopStart = await seconds();
    await expect.poll(seconds, { intervals: [50] }).toBeGreaterThan(loopStart + 1.5);
    await anna.page.keyboard.press('o');
    await expect.poll(seconds, { intervals: [20] }).toBeLessThan(loopStart + 1);
    await anna.page.keyboard.press('Shift+L');
    await comment(anna.page, 'Could the voice come up here?');
    await anna.page.getByRole('button', { name: 'Pause' }).click();
    for (const { page } of [mira, jo]) {
      await versionChip(page, 'Mix 1').click();
      await expect(commentWith(page, 'Could the voice come up here?')).toBeVisible();
    }
    const note = commentWith(jo.page, 'Could the voice come up here?');
    await note.getByRole('button', { name: 'Answer' }).click();
    await note.getByLabel('Answer').fill('It does in the next one.');
    await note.getByRole('button', { name: 'Answer' }).click();
    await expect(commentWith(anna.page, 'It does in the next one.')).toBeVisible();

    await jo.page
      .getByRole('slider', { name: /^Level of / })
      .last()
      .press('ArrowUp');
    await jo.page.getByLabel('Name of the mix').fill('Voice up');
    await jo.page.getByRole('button', { name: 'Print the mix' }).click();
    for (const { page } of everyone) await expect(versionChip(page, 'Mix 2')).toBeVisible(patience);
    // The note came along to the new mix, which says what became of the old one; there it is done, and found to be so.
    await versionChip(jo.page, 'Mix 2').click();
    await expect(jo.page.getByRole('region', { name: 'What changed since Mix 1' })).toContainText(
      'Mix 2 is Mix 1',
      patience,
    );
    await jo.page.getByRole('button', { name: 'Hear the difference' }).click();
    await expect(jo.page.getByText('What changed since Mix 1, alone')).toBeVisible();
    await expect(jo.page.getByRole('button', { name: 'Pause' })).toBeVisible();
    await jo.page.getByRole('button', { name: 'Back to Mix 2' }).first().click();
    await jo.page.getByRole('button', { name: 'Pause' }).click();
    await expect(note.getByRole('button', { name: /^From Mix 1 at 0:/ })).toBeVisible();
    await expect(note.getByText(/^(Changed|Hardly changed|No change)/)).toBeVisible();
    // The note goes to the workstation, where it lies on the session's own time line.
    await jo.page.getByRole('button', { name: 'Take the notes to your workstation' }).click();
    const taking = jo.page.getByRole('dialog');
    await taking.getByRole('combobox', { name: 'For' }).click();
    await jo.page.getByRole('option', { name: /^REAPER/ }).click();
    await taking.getByLabel('The song starts in your session at').fill('1:00:00');
    await expect(taking.getByRole('region', { name: 'Beginning of the file' })).toContainText('1:00:0');
    await expectAccessible(jo.page);
    const [notes] = await Promise.all([
      jo.page.waitForEvent('download'),
      taking.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(notes.suggestedFilename()).toBe('Paper Boats, Mix 2, notes.csv');
    expect(readFileSync(await notes.path(), 'utf8')).toMatch(
      /^#,Name,Start,End,Length\nM1,Anna Lind: Could the voice come up here\? \/ Jo Okafor: It does in the next one\.,1:00:0\d\.\d{3},,$/m,
    );
    await note.getByRole('button', { name: 'Mark addressed' }).click();
    await versionChip(anna.page, 'Mix 2').click();
    await anna.page.getByRole('button', { name: /^All/ }).click();
    const request = commentWith(anna.page, 'Could the voice come up here?');
    await expect(request.getByText('Addressed in Mix 2')).toBeVisible();
    await request.getByRole('button', { name: 'Verify' }).click();
    await expect(request).toBeHidden();
    await versionChip(anna.page, 'Mix 1').click();
    await expect(request.getByText('Verified')).toBeVisible();

    // Yes to exactly this file; then the master.
    await versionChip(mira.page, 'Mix 2').click();
    await approve(mira.page, 'Mix 2');
    await expect(jo.page.getByRole('button', { name: 'On to mastering' }).first()).toBeVisible();
    await goOnTo(jo.page, 'mastering');
    await openTab(jo.page, /^Master$/);
    await jo.page.getByRole('button', { name: 'Print the master' }).click();
    for (const { page } of everyone) await expect(versionChip(page, 'Master 1')).toBeVisible(patience);
    await expect(versionChip(mira.page, 'Master 1')).toContainText(/−(13\.9|14\.0|14\.1) LUFS/);
    await versionChip(mira.page, 'Master 1').click();
    await approve(mira.page, 'Master 1');

    // Files for the shops, with checksums that hold.
    await openTab(jo.page, /^Delivery/);
    await expect(jo.page.getByText('Master 1').first()).toBeVisible();
    const order = jo.page.getByRole('form', { name: 'New delivery' });
    const check = order.getByRole('region', { name: 'Check before delivery' });
    await expect(check.getByText('The song needs an artist')).toBeVisible();
    const others = order.getByRole('group', { name: 'Alternates' });
    await expect(others.getByRole('checkbox', { name: 'Instrumental' })).toBeEnabled();
    for (const name of alternates) await others.getByRole('checkbox', { name }).click();
    await order.getByLabel('Artist', { exact: true }).fill('Lowtide');
    await order.getByLabel('UPC or EAN').fill('4006381333932');
    await order.getByLabel('ISRC', { exact: true }).fill('SE-ABC-26-00001');
    await expect(check.getByText('look for a typing error')).toBeVisible();
    await expect(order.getByRole('button', { name: 'Make the files' })).toBeDisabled();
    await order.getByLabel('UPC or EAN').fill('4006381333931');
    await expect(check.getByText('look for a typing error')).toBeHidden();
    await order.getByRole('button', { name: 'Make the files' }).click();
    const zipLink = jo.page.getByRole('link', { name: /Download the delivery of Master 1/ });
    await expect(zipLink).toBeVisible(patience);
    const [download] = await Promise.all([jo.page.waitForEvent('download'), zipLink.click()]);
    const entries = await readZip(await download.path());
    const sums = [...entries].find(([name]) => /sha256|checksums/i.test(name));
    expect(sums, 'a file of checksums').toBeDefined();
    const lines = sums![1].toString('utf8').trim().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(4);
    const report = JSON.parse(entries.get('Report.json')!.toString('utf8'));
    expect(report.metadata).toMatchObject({ isrc: 'SEABC2600001', upc: '4006381333931' });
    expect(report.master.approvals).toHaveLength(1);
    expect(report.alternates.map(({ name }: { name: string }) => name)).toEqual(
      alternates.map((name) => `Lowtide - Paper Boats (${name}).wav`),
    );
    for (const { name, warnings } of report.alternates) {
      expect([...entries.keys()]).toContain(name);
      expect(warnings).toEqual([]);
    }
    for (const { tags } of report.files) expect(tags).not.toContainEqual(expect.objectContaining({ state: 'lost' }));
    for (const line of lines) {
      const [, expected, name] = /^([0-9a-f]{64})\s+\*?(.+)$/.exec(line)!;
      const entry = [...entries].find(([entryName]) => entryName.endsWith(name!));
      expect(createHash('sha256').update(entry![1]).digest('hex')).toBe(expected);
    }
    await goOnTo(jo.page, 'delivered');
    for (const { page } of everyone)
      await expect(page.getByRole('navigation', { name: 'Stages' }).locator('[aria-current=step]')).toContainText(
        'Delivered',
      );
  });
}
