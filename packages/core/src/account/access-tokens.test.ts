import { makeUser } from '@sweetspot/prisma/seed';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestCore, expectError, type TestCore } from '../testing/create-test-core.ts';
import { addAccessToken } from './add-access-token.ts';
import { findTokenUser } from './find-token-user.ts';
import { listAccessTokens } from './list-access-tokens.ts';
import { revokeAccessToken } from './revoke-access-token.ts';
import { signOutEverywhere } from './sign-out-everywhere.ts';

let core: TestCore;
beforeAll(async () => {
  core = await createTestCore();
});
afterAll(() => core.end());

const nobody = () => core.as({ kind: 'anonymous' });

test('a token stands for its person until it is revoked, and only its hash is kept', async () => {
  const ada = await makeUser(core.db);
  const { id, token } = await addAccessToken(core.as(ada), { name: 'Studio computer' });
  expect(JSON.stringify(await core.db.accessToken.findMany())).not.toContain(token);
  expect(await listAccessTokens(core.as(ada))).toMatchObject([{ id, name: 'Studio computer', lastUsedAt: null }]);

  expect(await findTokenUser(nobody(), token)).toBe(ada.id);
  const [used] = await listAccessTokens(core.as(ada));
  expect(used!.lastUsedAt).not.toBeNull();
  expect(await findTokenUser(nobody(), `${token}x`)).toBeNull();

  const bob = await makeUser(core.db);
  await expectError(revokeAccessToken(core.as(bob), { tokenId: id }), 'not_found');
  expect(await listAccessTokens(core.as(bob))).toEqual([]);
  await revokeAccessToken(core.as(ada), { tokenId: id });
  expect(await findTokenUser(nobody(), token)).toBeNull();
  const audit = await core.db.auditEntry.findMany({ where: { subjectId: id }, orderBy: { id: 'asc' } });
  expect(audit.map(({ action }) => action)).toEqual(['access-token.added', 'access-token.revoked']);
});

test('signing out everywhere ends programs too, and so does the end of the account', async () => {
  const ada = await makeUser(core.db);
  const { token } = await addAccessToken(core.as(ada), { name: 'Laptop' });
  await signOutEverywhere(core.as(ada));
  expect(await findTokenUser(nobody(), token)).toBeNull();
  expect(await listAccessTokens(core.as(ada))).toEqual([]);

  const { token: next } = await addAccessToken(core.as(ada), { name: 'Laptop' });
  expect(await findTokenUser(nobody(), next)).toBe(ada.id);
  await core.db.user.update({ where: { id: ada.id }, data: { deletedAt: new Date() } });
  expect(await findTokenUser(nobody(), next)).toBeNull();
});

test('fifty at most, also when they are asked for at once', async () => {
  const ada = await makeUser(core.db);
  const made = await Promise.allSettled(
    Array.from({ length: 55 }, (_, n) => addAccessToken(core.as(ada), { name: `Machine ${n}` })),
  );
  expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(50);
  await expectError(addAccessToken(core.as(ada), { name: 'One more' }), 'too_many');
});

test('who is not signed in has none', async () => {
  await expectError(addAccessToken(nobody(), { name: 'x' }), 'not_signed_in');
  await expectError(listAccessTokens(nobody()), 'not_signed_in');
});
