import {
  choosePeakLevel,
  decodePeakRun,
  decodePeaksHeader,
  type PeakLevel,
  type PeakRun,
  type PeaksHeader,
  peakByteRange,
  peaksHeaderMaxBytes,
} from '@sweetspot/protocol/peaks';

/** Amplitudes for drawing, all channels of the file folded into one outline; full scale = 1. */
export type Outline = { framesPerBucket: number; min: Float32Array; max: Float32Array; rms: Float32Array };

/** Reads a file's peaks pyramid by HTTP ranges: the header once, then only the level a drawing needs, each once. */
export class PeaksReader {
  readonly #url: string;
  #header: Promise<PeaksHeader> | null = null;
  readonly #outlines = new Map<number, Promise<Outline>>();

  constructor(url: string) {
    this.#url = url;
  }

  /** The outline of the whole file with at least one bucket per `framesPerPixel` frames, `maxBuckets` at most. */
  async outline(framesPerPixel: number, maxBuckets = 200_000): Promise<Outline> {
    this.#header ??= this.#readHeader();
    const header = await this.#header;
    const wanted = choosePeakLevel(header, framesPerPixel);
    const level = header.levels.find(
      (one) => one.framesPerBucket >= wanted.framesPerBucket && one.buckets <= maxBuckets,
    );
    const chosen = level ?? header.levels.at(-1)!;
    const known = this.#outlines.get(chosen.framesPerBucket);
    if (known) return known;
    const outline = this.#readLevel(header, chosen);
    this.#outlines.set(chosen.framesPerBucket, outline);
    outline.catch(() => this.#outlines.delete(chosen.framesPerBucket));
    return outline;
  }

  async #readHeader(): Promise<PeaksHeader> {
    try {
      return decodePeaksHeader(await this.#readBytes(0, peaksHeaderMaxBytes));
    } catch (error) {
      this.#header = null;
      throw error;
    }
  }

  async #readLevel(header: PeaksHeader, level: PeakLevel): Promise<Outline> {
    const [from, to] = peakByteRange(header, level, 0, level.buckets);
    const bytes = from === to ? new Uint8Array() : await this.#readBytes(from, to);
    return foldChannels(decodePeakRun(header, bytes), level.framesPerBucket);
  }

  /** Bytes [from, to); fewer when the file ends before. */
  async #readBytes(from: number, to: number): Promise<Uint8Array> {
    const response = await fetch(this.#url, {
      credentials: 'same-origin',
      headers: { Range: `bytes=${from}-${to - 1}` },
    });
    if (!response.ok) throw new Error(`The waveform cannot be loaded (${response.status}).`);
    const bytes = new Uint8Array(await response.arrayBuffer());
    return response.status === 206 ? bytes : bytes.subarray(from, to);
  }
}

/** Lowest, highest and root mean square over the channels. */
export function foldChannels(runs: readonly PeakRun[], framesPerBucket: number): Outline {
  const buckets = runs[0]?.min.length ?? 0;
  const outline = {
    framesPerBucket,
    min: new Float32Array(buckets),
    max: new Float32Array(buckets),
    rms: new Float32Array(buckets),
  };
  for (let bucket = 0; bucket < buckets; bucket += 1) {
    let power = 0;
    for (const run of runs) {
      outline.min[bucket] = Math.min(outline.min[bucket]!, run.min[bucket]!);
      outline.max[bucket] = Math.max(outline.max[bucket]!, run.max[bucket]!);
      power += run.rms[bucket]! ** 2;
    }
    outline.rms[bucket] = Math.sqrt(power / Math.max(1, runs.length));
  }
  return outline;
}
