import type { ProjectEventView } from '@sweetspot/protocol';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type EventStep, noteNewestSeq, openEventStream, receiveAnswer, receiveEvent } from './event-stream.ts';

const projectId = '019ab000-0000-7000-8000-000000000001';
const eventAt = (seq: number): ProjectEventView => ({
  projectId,
  seq,
  type: 'project.updated',
  payload: {},
  songId: null,
  visibility: 'everyone',
  actor: { kind: 'user', id: null, name: 'Mira' },
  createdAt: '2026-11-01T10:00:00.000Z',
});

test('events in order pass at once', () => {
  const first = receiveEvent(openEventStream(projectId, 4), 5, eventAt(5));
  expect(first.ready.map((event) => event.seq)).toEqual([5]);
  expect(first.missingAfter).toBeNull();
});

test('an event that came before is dropped', () => {
  const again = receiveEvent(openEventStream(projectId, 5), 5, eventAt(5));
  expect(again.ready).toEqual([]);
  expect(again.stream.appliedSeq).toBe(5);
});

test('a gap holds later events back and says where to ask from', () => {
  const gap = receiveEvent(openEventStream(projectId, 5), 7, eventAt(7));
  expect(gap.ready).toEqual([]);
  expect(gap.missingAfter).toBe(5);
  const filled = receiveAnswer(gap.stream, [eventAt(6), eventAt(7)], { knownWhenAsked: 7, complete: true });
  expect(filled.ready.map((event) => event.seq)).toEqual([6, 7]);
  expect(filled.missingAfter).toBeNull();
});

test('a hole that the answer leaves open is an event for others', () => {
  const gap = receiveEvent(openEventStream(projectId, 5), 8, eventAt(8));
  const filled = receiveAnswer(gap.stream, [eventAt(7)], { knownWhenAsked: 8, complete: true });
  expect(filled.ready.map((event) => event.seq)).toEqual([7, 8]);
  expect(filled.stream.appliedSeq).toBe(8);
});

test('an answer cut at its limit asks again from where it ended', () => {
  const joined = noteNewestSeq(openEventStream(projectId, 0), 10);
  const part = receiveAnswer(joined.stream, [eventAt(2), eventAt(3)], { knownWhenAsked: 10, complete: false });
  expect(part.ready.map((event) => event.seq)).toEqual([2, 3]);
  expect(part.missingAfter).toBe(3);
});

test('word of a hidden event does not replace the event', () => {
  const gap = receiveEvent(openEventStream(projectId, 0), 2, eventAt(2));
  const after = receiveEvent(receiveEvent(gap.stream, 2, null).stream, 1, eventAt(1));
  expect(after.ready.map((event) => event.seq)).toEqual([1, 2]);
});

/**
 * A server with a log, some of it hidden, and a wire that drops, doubles and swaps. Whatever the wire does, once the
 * reader's questions have been answered every visible event has been handed on exactly once and in order.
 */
test('whatever the wire drops, doubles or swaps, every visible event arrives once and in order', () => {
  const wire = fc.record({
    hidden: fc.array(fc.boolean(), { minLength: 1, maxLength: 40 }),
    startSeq: fc.nat(10),
    deliveries: fc.array(fc.nat(39), { maxLength: 120 }),
    answerAfter: fc.array(fc.nat(5), { maxLength: 60 }),
    limit: fc.integer({ min: 1, max: 7 }),
  });
  fc.assert(
    fc.property(wire, ({ hidden, startSeq, deliveries, answerAfter, limit }) => {
      const log = hidden.map((isHidden, index) => ({ seq: startSeq + index + 1, isHidden }));
      const visible = log.filter((entry) => !entry.isHidden).map((entry) => entry.seq);
      const since = (seq: number, upTo: number) => {
        const events = visible.filter((each) => each > seq && each <= upTo).slice(0, limit);
        return { events: events.map(eventAt), complete: events.length < limit };
      };

      let stream = openEventStream(projectId, startSeq);
      const handedOn: number[] = [];
      const take = (taken: EventStep): number | null => {
        stream = taken.stream;
        handedOn.push(...taken.ready.map((event) => event.seq));
        return taken.missingAfter;
      };
      const ask = (stored: number) => {
        const knownWhenAsked = stream.knownSeq;
        const { events, complete } = since(stream.appliedSeq, stored);
        return take(receiveAnswer(stream, events, { knownWhenAsked, complete }));
      };

      deliveries.forEach((pick, turn) => {
        const entry = log[pick % log.length]!;
        const missing = take(receiveEvent(stream, entry.seq, entry.isHidden ? null : eventAt(entry.seq)));
        // Sometimes the question is answered at once, with what was stored by then.
        if (missing !== null && answerAfter[turn] === 0) ask(stream.knownSeq);
      });
      let missing = take(noteNewestSeq(stream, log.at(-1)!.seq));
      let turns = 0;
      while (missing !== null && turns < 200) {
        missing = ask(log.at(-1)!.seq);
        turns += 1;
      }
      expect(missing).toBeNull();
      expect(handedOn).toEqual(visible);
      expect(stream.waiting.size).toBe(0);
    }),
    { numRuns: 500 },
  );
});
