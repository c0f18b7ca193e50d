import type { PushedEvent } from '@sweetspot/protocol';

/**
 * The order of a project's events in a browser. Messages may be dropped, doubled or swapped on the way; what comes out is
 * every event that the reader may see, once, in the order of `seq`. Pure: no clock, no socket.
 *
 * `seq` has no gaps in the project, but a reader may not see every event. The server says `hidden` in the place of one
 * that is not for the reader, and a hole that an answer to `events.since` leaves open is one too: the number was known
 * when the question was asked, so the event was already stored.
 */
export type EventStream = {
  readonly projectId: string;
  /** Everything up to here has been handed on (or is not for this reader). */
  readonly appliedSeq: number;
  /** The newest number heard of. */
  readonly knownSeq: number;
  /** What came before its turn; null is a hidden event. */
  readonly waiting: ReadonlyMap<number, PushedEvent | null>;
};

export type EventStep = {
  stream: EventStream;
  /** To be handed on now, in this order. */
  ready: PushedEvent[];
  /** Ask `events.since(seq)` from here; null when nothing is missing. */
  missingAfter: number | null;
};

/** A reader whose page was loaded at `seq` (the `lastSeq` of the view). */
export const openEventStream = (projectId: string, seq: number): EventStream => ({
  projectId,
  appliedSeq: seq,
  knownSeq: seq,
  waiting: new Map(),
});

/** The server told the newest number, on joining: what lies between is missing. */
export const noteNewestSeq = (stream: EventStream, seq: number): EventStep =>
  step({ ...stream, knownSeq: Math.max(stream.knownSeq, seq) });

/** An event arrived, or word of a hidden one (`event` null). */
export function receiveEvent(stream: EventStream, seq: number, event: PushedEvent | null): EventStep {
  if (seq <= stream.appliedSeq) return step(stream);
  // An event wins over word that there is one: rights may have grown between the two.
  const waiting = new Map(stream.waiting).set(seq, event ?? stream.waiting.get(seq) ?? null);
  return step({ ...stream, waiting, knownSeq: Math.max(stream.knownSeq, seq) });
}

/**
 * The answer to `events.since(appliedSeq)`.
 *
 * @param knownWhenAsked `knownSeq` at the moment of asking.
 * @param complete false when the answer was cut at its limit and more may follow.
 */
export function receiveAnswer(
  stream: EventStream,
  events: readonly PushedEvent[],
  { knownWhenAsked, complete }: { knownWhenAsked: number; complete: boolean },
): EventStep {
  const waiting = new Map(stream.waiting);
  let newest = 0;
  for (const event of events) {
    newest = Math.max(newest, event.seq);
    if (event.seq > stream.appliedSeq) waiting.set(event.seq, event);
  }
  const settledSeq = complete ? Math.max(knownWhenAsked, newest) : newest;
  for (let seq = stream.appliedSeq + 1; seq <= settledSeq; seq += 1) if (!waiting.has(seq)) waiting.set(seq, null);
  return step({ ...stream, waiting, knownSeq: Math.max(stream.knownSeq, settledSeq) });
}

function step(stream: EventStream): EventStep {
  const waiting = new Map(stream.waiting);
  const ready: PushedEvent[] = [];
  let { appliedSeq } = stream;
  while (waiting.has(appliedSeq + 1)) {
    appliedSeq += 1;
    const event = waiting.get(appliedSeq);
    if (event) ready.push(event);
    waiting.delete(appliedSeq);
  }
  const next: EventStream = { ...stream, appliedSeq, waiting };
  return { stream: next, ready, missingAfter: next.knownSeq > appliedSeq ? appliedSeq : null };
}
