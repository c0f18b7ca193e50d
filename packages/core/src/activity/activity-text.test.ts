import { eventPayloads } from '@sweetspot/protocol';
import { expect, it } from 'vitest';
import { activityText, activityTypes } from './activity-text.ts';

it('has a sentence without holes for every event that it lists', () => {
  const names = {
    song: () => 'Harbour',
    version: () => 'Mix 2 of Harbour',
    person: () => 'Ben',
    decision: () => 'approved',
  };
  for (const type of activityTypes) {
    const keys = Object.keys(eventPayloads[type].shape);
    const payload = Object.fromEntries(keys.map((key) => [key, key === 'to' ? 'mixing' : 'id']));
    const text = activityText({ type, payload }, names);
    expect(text).toMatch(/^[a-z]/);
    expect(text).not.toContain('undefined');
  }
  expect(activityText({ type: 'job.changed', payload: {} }, names)).toBeNull();
});
