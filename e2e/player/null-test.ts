/** What was recorded: planar frames, the first of them in this frame of the context. */
export type Recording = { firstFrame: number; planes: Float32Array[] };

/** A version sounding from a context frame on, until the next take's fade has taken over. */
export type Take = {
  source: readonly Float32Array[];
  fromFrame: number;
  /** sample of the source that sounds in a context frame */
  sampleAt: (frame: number) => number;
};

export type Residual = {
  /** largest difference while one voice sounds alone, or none */
  steadyPeak: number;
  /** largest difference from in² + out² = 1 within fades */
  fadePeak: number;
  /** from the first frame that differs from the voice that leaves to the last that differs from the one that comes */
  fadeFrames: number[];
};

const windowFrames = 48;

/**
 * The sample of the source that the recording has at `index`, told by the 48 frames from there on, bit for bit.
 * Throws when they occur nowhere, or in two places.
 */
export function findSample({ planes }: Recording, index: number, source: readonly Float32Array[]): number {
  const heard = planes[0]!.subarray(index, index + windowFrames);
  const samples = source[0]!;
  const places: number[] = [];
  for (let at = samples.indexOf(heard[0]!); at >= 0; at = samples.indexOf(heard[0]!, at + 1)) {
    if (heard.every((value, n) => value === samples[at + n])) places.push(at);
  }
  if (places.length !== 1) throw new Error(`The recording at ${index} is found in ${places.length} places.`);
  return places[0]!;
}

/** The first frame of the recording, from `index` on, that is not what the take has; its end when there is none. */
export function findDeparture({ firstFrame, planes }: Recording, take: Take, index: number): number {
  for (let at = index; at < planes[0]!.length; at += 1) {
    const sample = take.sampleAt(firstFrame + at);
    if (planes.some((plane, channel) => plane[at] !== (take.source[channel]![sample] ?? 0))) return at;
  }
  return planes[0]!.length;
}

/** Compares a recording with what the takes give when each fades to the next with equal power within `fadeFrames`. */
export function nullAgainst({ firstFrame, planes }: Recording, takes: Take[], fadeFrames: number): Residual {
  const residual: Residual = { steadyPeak: 0, fadePeak: 0, fadeFrames: [] };
  const frames = planes[0]!.length;
  for (let at = 0; at < frames; at += 1) {
    const frame = firstFrame + at;
    const index = takes.findLastIndex(({ fromFrame }) => fromFrame <= frame);
    const since = index < 0 ? Number.POSITIVE_INFINITY : frame - takes[index]!.fromFrame;
    const fading = since <= fadeFrames + 1;
    const turn = (Math.PI / 2) * Math.min(1, since / fadeFrames);
    let difference = 0;
    planes.forEach((plane, channel) => {
      const of = (take: Take | undefined) => take?.source[channel]?.[take.sampleAt(frame)] ?? 0;
      const expected = fading
        ? of(takes[index]) * Math.sin(turn) + of(takes[index - 1]) * Math.cos(turn)
        : of(takes[index]);
      difference = Math.max(difference, Math.abs(plane[at]! - expected));
    });
    if (fading) residual.fadePeak = Math.max(residual.fadePeak, difference);
    else {
      residual.steadyPeak = Math.max(residual.steadyPeak, difference);
    }
  }
  takes.slice(1).forEach((take, index) => {
    const begins = take.fromFrame - firstFrame;
    let last = begins;
    for (let at = begins; at < Math.min(frames, begins + 4 * fadeFrames); at += 1) {
      const sample = take.sampleAt(firstFrame + at);
      if (planes.some((plane, channel) => plane[at] !== (take.source[channel]![sample] ?? 0))) last = at;
    }
    residual.fadeFrames[index] = last + 1 - begins;
  });
  return residual;
}

/** An amplitude in dB of full scale; nothing at all is −∞, which JSON cannot carry: −999. */
export const toDbfs = (amplitude: number): number => (amplitude === 0 ? -999 : 20 * Math.log10(amplitude));
