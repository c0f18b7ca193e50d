import { makeGuest, makeShareLink, makeVersion } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';
import { giveApproval } from './give-approval.ts';
import { withdrawApproval } from './withdraw-approval.ts';

let core: TestCore;
let cast: Awaited<ReturnType<typeof makeCast>>;
beforeAll(async () => {
  core = await createTestCore();
  cast = await makeCast(core.db, { rights: ['listen', 'approve'] });
});
afterAll(() => core.end());

const yes = (version: { id: string; file: { sha256: string } }) => ({
  versionId: version.id,
  fileSha256: version.file.sha256,
  decision: 'approved' as const,
  note: '',
});

it('binds a yes to exactly one file', async () => {
  const { client, mix1, mix2 } = cast;
  const error = await expectError(
    giveApproval(core.as(client), { ...yes(mix1), fileSha256: mix2.file.sha256 }),
    'conflict',
  );
  expect(error.message).toContain('Reload, listen, and decide again');
  expect(await giveApproval(core.as(client), yes(mix1))).toMatchObject({
    fileSha256: mix1.file.sha256,
    decision: 'approved',
    valid: true,
    by: { id: client.id },
  });
});

it('keeps one answer of each person, and the same answer once', async () => {
  const { guest, mix1, project } = cast;
  const answers = await Promise.all([1, 2, 3].map(() => giveApproval(core.as(guest), yes(mix1))));
  expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
  expect(answers[0]!.by).toMatchObject({ kind: 'guest', name: 'Gil' });
  await giveApproval(core.as(guest), { ...yes(mix1), decision: 'rejected', note: 'Too loud.' });
  const rows = await core.db.approval.findMany({ where: { guestId: guest.id }, orderBy: { createdAt: 'asc' } });
  expect(rows.map(({ decision, withdrawnAt }) => [decision, withdrawnAt === null]).toSorted()).toEqual([
    ['approved', false],
    ['rejected', true],
  ]);
  const audit = await core.db.auditEntry.findMany({ where: { projectId: project.id, action: 'approval.given' } });
  expect(audit).toHaveLength(3);
});

it('asks neither engineers nor those who may only listen, and strangers find nothing', async () => {
  const { engineer, stranger, artist, project, song, mix1, foreignMix } = cast;
  await expectError(giveApproval(core.as(engineer), yes(mix1)), 'not_allowed');
  await expectError(giveApproval(core.as(stranger), yes(mix1)), 'not_found');
  await expectError(giveApproval(core.as(artist), yes(foreignMix)), 'not_found');
  const link = await makeShareLink(core.db, { projectId: project.id, createdById: artist.id, songId: song.id });
  await expectError(
    giveApproval(core.as(await makeGuest(core.db, { shareLinkId: link.id })), yes(mix1)),
    'not_allowed',
  );
});

it('is not asked about references, or what nobody can hear', async () => {
  const { artist, song } = cast;
  const reference = await makeVersion(core.db, { songId: song.id, kind: 'reference' });
  await expectError(giveApproval(core.as(artist), yes(reference)), 'bad_input');
  const unread = await makeVersion(core.db, { songId: song.id, file: { state: 'processing' } });
  await expectError(giveApproval(core.as(artist), yes(unread)), 'conflict');
});

it('is withdrawn by who gave it, as long as nothing was delivered on it', async () => {
  const { artist, client, song, mix2 } = cast;
  const { id: approvalId } = await giveApproval(core.as(artist), yes(mix2));
  await expectError(withdrawApproval(core.as(client), { approvalId }), 'not_allowed');
  await expectError(withdrawApproval(core.as(cast.stranger), { approvalId }), 'not_found');
  await core.db.song.update({ where: { id: song.id }, data: { stage: 'delivered' } });
  await expectError(withdrawApproval(core.as(artist), { approvalId }), 'conflict');
  await core.db.song.update({ where: { id: song.id }, data: { stage: 'mixing' } });
  await withdrawApproval(core.as(artist), { approvalId });
  await withdrawApproval(core.as(artist), { approvalId });
  const events = await core.db.projectEvent.findMany({ where: { type: 'approval.withdrawn' } });
  expect(events).toHaveLength(1);
});
