import { makeUser } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { noteSignIn } from '../account/known-network.ts';
import { requestSignInLink } from '../account/request-email-link.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { createTestCore, type TestCore } from '../testing/create-test-core.ts';
import { forgetOldRows, mailsKeptMs, secretsKeptMs, signInsKeptMs } from './forget-old-rows.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

test('attempts, links, mails and sign-ins go when their time is over, and what people answer for stays', async () => {
  const { db, clock } = core;
  const user = await makeUser(db);
  const ctx = core.as({ kind: 'anonymous' });
  await requestSignInLink(ctx, { email: user.email });
  const author = { userId: user.id, guestId: null, name: user.name };
  await addAuditEntry(db, { projectId: null, author, action: 'account.password-changed', subjectId: user.id });
  await noteSignIn(db, user, '192.0.2.1');
  const count = async () => [await db.auditEntry.count(), await db.emailToken.count(), await db.mail.count()];

  const start = clock.at.getTime();
  clock.at = new Date(start + secretsKeptMs - 60_000);
  await forgetOldRows(ctx);
  expect(await count()).toEqual([3, 1, 1]);
  clock.at = new Date(start + secretsKeptMs + 2 * 3600 * 1000);
  await forgetOldRows(ctx);
  expect(await count()).toEqual([2, 0, 1]);
  clock.at = new Date(start + mailsKeptMs + 60_000);
  await forgetOldRows(ctx);
  expect(await count()).toEqual([2, 0, 0]);
  clock.at = new Date(start + signInsKeptMs + 60_000);
  await forgetOldRows(ctx);
  expect(await count()).toEqual([1, 0, 0]);
});
