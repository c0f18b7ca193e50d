import { expect, it } from 'vitest';
import { accessEndedSchema } from './access-ended.ts';

const id = '0193f1de-0000-7000-8000-000000000001';

it('names whose access ended, and nothing by halves', () => {
  for (const ended of [
    { kind: 'member', projectId: id, userId: id },
    { kind: 'share-link', projectId: id, shareLinkId: id },
    { kind: 'project', projectId: id },
    { kind: 'sessions', userId: id },
  ]) {
    expect(accessEndedSchema.parse(ended)).toEqual(ended);
    for (const key of Object.keys(ended)) {
      expect(accessEndedSchema.safeParse({ ...ended, [key]: undefined }).success).toBe(false);
    }
  }
});
