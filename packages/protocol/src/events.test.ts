import { describe, expect, it } from 'vitest';
import { eventPayloads, eventTypes, projectEventSchema } from './events.ts';

const id = '0193f1de-0000-7000-8000-000000000001';
const event = {
  projectId: id,
  seq: 1,
  type: 'comment.added',
  payload: { songId: id, versionId: id, commentId: id },
  songId: id,
  visibility: 'everyone',
  actor: { kind: 'user', id, name: 'Ada' },
  createdAt: '2026-11-23T12:00:00.000Z',
};

describe('events', () => {
  it('are named in the past tense and carry ids alone', () => {
    for (const type of eventTypes) {
      expect(type).toMatch(/^[a-z-]+\.([a-z]+ed|given|withdrawn|ready)$/);
      for (const key of Object.keys(eventPayloads[type].shape)) expect(key).toMatch(/(Id|^from|^to)$/);
    }
  });

  it('drop what is not theirs, and refuse what is not an id', () => {
    const payload = eventPayloads['song.added'];
    expect(payload.parse({ songId: id, body: 'secret' })).toEqual({ songId: id });
    expect(payload.safeParse({ songId: '../x' }).success).toBe(false);
    expect(payload.safeParse(JSON.parse('{"__proto__":{"songId":"x"}}')).success).toBe(false);
  });

  it('travel with a number, a kind that exists, and who did it', () => {
    expect(projectEventSchema.parse(event)).toEqual(event);
    for (const wrong of [
      { seq: 0 },
      { seq: 1.5 },
      { type: 'comment.exploded' },
      { visibility: 'public' },
      { createdAt: 'yesterday' },
      { actor: { kind: 'god', id: null, name: '' } },
    ]) {
      expect(projectEventSchema.safeParse({ ...event, ...wrong }).success).toBe(false);
    }
  });
});
