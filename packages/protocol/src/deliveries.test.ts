import { expect, test } from 'vitest';
import { deliveryMetadataSchema } from './deliveries.ts';

test('an alternate has an ISRC of its own, or none', () => {
  const read = (alternateIsrcs: object) => deliveryMetadataSchema.safeParse({ alternateIsrcs });
  expect(read({ tv: 'se-abc-26 00002', instrumental: '' }).data?.alternateIsrcs).toEqual({
    tv: 'SEABC2600002',
    instrumental: '',
  });
  expect(read({ tv: 'SE-1' }).error?.issues[0]).toMatchObject({
    path: ['alternateIsrcs', 'tv'],
    message: 'An ISRC looks like SE-ABC-26-00001.',
  });
  expect(read({ karaoke: 'SEABC2600002' }).success).toBe(false);
});

test('a tag keeps nothing that a database or a file cannot', () => {
  const { title, comment } = deliveryMetadataSchema.parse({ title: 'a\0b\ncue', comment: 'half of \ud83e' });
  expect(title).toBe('a b cue');
  expect(comment).toBe('half of \ufffd');
});
