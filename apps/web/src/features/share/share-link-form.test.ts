import { expect, test } from 'vitest';
import { expiryOf, shareLinkForm } from './share-link-form.ts';

test('a link ends after whole days, or never', () => {
  const now = new Date('2026-11-12T10:00:00Z');
  expect(expiryOf('week', now)).toEqual(new Date('2026-11-19T10:00:00Z'));
  expect(expiryOf('never', now)).toBeUndefined();
});

test('a password is left out or has four characters', () => {
  const link = { name: 'Label', rights: ['listen'], password: '', expires: 'never', followLatest: true };
  expect(shareLinkForm.safeParse(link).success).toBe(true);
  expect(shareLinkForm.safeParse({ ...link, password: 'abc' }).success).toBe(false);
  expect(shareLinkForm.safeParse({ ...link, password: 'abcd' }).success).toBe(true);
});
