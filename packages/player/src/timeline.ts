/**
 * Where a playing version is, in integer frames of the audio context. A run starts at context frame `atFrame` with
 * position `position` and goes on from there; a loop wraps it. Nothing here knows about clocks or nodes.
 */
export type Loop = { start: number; end: number };

export type Run = {
  /** context frame at which the run starts */
  atFrame: number;
  /** position in the version, context frames */
  position: number;
  /** positions [start, end); a run that starts at or behind `end` plays on without it */
  loop: Loop | null;
  /** length of the version, context frames */
  length: number;
};

/** A part of one piece, to be played from an exact context frame on. */
export type Span = { piece: number; offset: number; frames: number; atFrame: number };

/** A loop too short to schedule or to hear as one is none. */
export const shortestLoopSeconds = 0.05;

const loopLength = (loop: Loop): number => loop.end - loop.start;

/** True when the run ever reaches the end of its loop. */
const wraps = (run: Run): run is Run & { loop: Loop } =>
  run.loop !== null && loopLength(run.loop) > 0 && run.position < run.loop.end && run.loop.end <= run.length;

/** Position at a context frame; before the run its start, after its end the length. */
export function positionAt(run: Run, contextFrame: number): number {
  const elapsed = Math.max(0, contextFrame - run.atFrame);
  const straight = run.position + elapsed;
  if (!wraps(run)) return Math.min(run.length, straight);
  if (straight < run.loop.end) return straight;
  return run.loop.start + ((straight - run.loop.end) % loopLength(run.loop));
}

/** The context frame at which the run is over, or null when it loops. */
export const endFrame = (run: Run): number | null => (wraps(run) ? null : run.atFrame + run.length - run.position);

/**
 * The span that starts at `contextFrame`, cut at the end of its piece, of the loop and of the version; null when the
 * run is over there. Following `atFrame + frames` gives the whole run without a gap or an overlap.
 */
export function spanAt(run: Run, contextFrame: number, framesPerPiece: number): Span | null {
  const position = positionAt(run, contextFrame);
  const stop = wraps(run) ? run.loop.end : run.length;
  const piece = Math.floor(position / framesPerPiece);
  const frames = Math.min((piece + 1) * framesPerPiece, stop) - position;
  if (frames <= 0) return null;
  return { piece, offset: position - piece * framesPerPiece, frames, atFrame: contextFrame };
}

/** The pieces that sound within the next `frames` frames, in order, each once. */
export function piecesAhead(run: Run, contextFrame: number, frames: number, framesPerPiece: number): number[] {
  const pieces = new Set<number>();
  const until = contextFrame + frames;
  for (let at = contextFrame; at < until; ) {
    const span = spanAt(run, at, framesPerPiece);
    if (!span) break;
    pieces.add(span.piece);
    at += span.frames;
  }
  return [...pieces];
}
