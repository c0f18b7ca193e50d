import { idSchema } from '@sweetspot/protocol/ids';
import { expect, test } from 'vitest';
import { newId } from './new-id.ts';

test('ids are version 4 UUIDs and differ', () => {
  const ids = Array.from({ length: 200 }, newId);
  for (const id of ids) {
    expect(idSchema.safeParse(id).success).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab]/);
  }
  expect(new Set(ids).size).toBe(ids.length);
});
