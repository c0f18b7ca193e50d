import { randomUUID } from 'node:crypto';
import { makeGuest, makeShareLink } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { giveApproval } from '../approvals/give-approval.ts';
import { addComment } from '../comments/add-comment.ts';
import { updateComment } from '../comments/update-comment.ts';
import { createTestCore, expectError, makeCast, type TestCore } from '../testing/create-test-core.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

it('lets guests of one link together write as much as people can, and keeps nobody else from it', async () => {
  const own = await makeCast(core.db, { rights: ['listen', 'comment', 'approve'] });
  const { project, song, mix1, shareLink, guest } = own;
  const sibling = await makeGuest(core.db, { shareLinkId: shareLink.id });
  const elsewhere = await makeShareLink(core.db, { projectId: project.id, createdById: own.artist.id });
  const other = await makeGuest(core.db, { shareLinkId: elsewhere.id });
  const write = (who: Parameters<TestCore['as']>[0]) =>
    addComment(core.as(who), { id: randomUUID(), versionId: mix1.id, body: 'Louder.', visibility: 'everyone' });
  const mine = await write(guest);
  await core.db.projectEvent.createMany({
    data: Array.from({ length: 598 }, (_, index) => ({
      projectId: project.id,
      seq: index + 2,
      type: 'comment.updated',
      payload: { songId: song.id, versionId: mix1.id, commentId: mine.id },
      songId: song.id,
      actor: { kind: 'guest', id: guest.id, name: guest.name },
      visibility: 'everyone' as const,
      createdAt: new Date(Date.now() - 14 * 60_000),
    })),
  });
  await core.db.project.update({ where: { id: project.id }, data: { lastSeq: 599 } });
  await write(sibling);
  await expectError(write(guest), 'too_many');
  await expectError(write(sibling), 'too_many');
  await expectError(updateComment(core.as(guest), { commentId: mine.id, body: 'Again.' }), 'too_many');
  const yes = { versionId: mix1.id, fileSha256: mix1.file.sha256, decision: 'approved', note: '' } as const;
  await expectError(giveApproval(core.as(guest), yes), 'too_many');
  expect(await core.db.comment.count({ where: { versionId: mix1.id } })).toBe(2);
  await write(other);
  await write(own.client);
  await core.db.projectEvent.updateMany({
    where: { projectId: project.id, seq: { lte: 599 } },
    data: { createdAt: new Date(Date.now() - 15 * 60_000) },
  });
  await write(guest);
});
