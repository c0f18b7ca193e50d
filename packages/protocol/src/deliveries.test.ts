import { expect, test } from 'vitest';
import { deliveryMetadataSchema } from './deliveries.ts';

test('a tag keeps nothing that a database or a file cannot', () => {
  const { title, comment } = deliveryMetadataSchema.parse({ title: 'a\0b\ncue', comment: 'half of \ud83e' });
  expect(title).toBe('a b cue');
  expect(comment).toBe('half of \ufffd');
});
