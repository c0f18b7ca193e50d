import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dsp } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { type IntakeMeasures, intakeMeasuresSchema } from '@sweetspot/protocol';
import { diffFiles } from '../diff/diff-files.ts';
import type { TaskOptions } from '../ingest.ts';
import { throwIfAborted } from '../media-error.ts';
import { closeAll, openSources } from '../open-source.ts';
import { partPath } from '../publish-file.ts';
import type { AudioSource, Block } from '../source.ts';
import { StemFeed } from '../stem-feed.ts';
import { WavWriter } from '../wav-writer.ts';
import { Decimator } from './decimator.ts';
import { fitBalance } from './fit-balance.ts';
import { PairLikeness } from './pair-likeness.ts';
import { RoughOffsets } from './rough-offsets.ts';

export interface StemsInput {
  stems: readonly { name: string; path: string }[];
  /** A rough mix that the stems should add up to. */
  roughPath?: string | undefined;
}

const blockSeconds = 0.5;
/** A stem this far below the loudest of the balance is not in the rough. */
const absentBelowDb = -40;

/**
 * Measures stems together: which of them are recordings of one source, turned over or late; and, with a rough mix, where
 * each lies in it, at which levels they make it, and what is left of it when their plain sum is taken away. One pass over
 * the stems, memory that does not grow with their length. Throws MediaError with the name of the file.
 */
export async function measureStems(
  { stems, roughPath }: StemsInput,
  { tempDir, signal, onProgress }: TaskOptions & { tempDir: string },
): Promise<IntakeMeasures> {
  const dsp = await loadDspFromDisk();
  const names = [...stems.map(({ name }) => name), ...(roughPath === undefined ? [] : ['The rough'])];
  const paths = [...stems.map(({ path }) => path), ...(roughPath === undefined ? [] : [roughPath])];
  const sumPath = join(tempDir, 'sum-of-stems.wav');
  const sources = await openSources(paths, { blockSeconds, signal, names });
  try {
    const sampleRate = commonRate(sources);
    const feeds = sources.map((source, index) => new StemFeed(dsp, source, names[index]!, sampleRate));
    const share = roughPath === undefined ? 1 : 0.6;
    const run = new Comparison(dsp, { stems: stems.length, withRough: roughPath !== undefined, sampleRate, sumPath });
    await run.read(
      feeds,
      { signal, onProgress: (done) => onProgress?.(share * done) },
      longestFrames(sources, sampleRate),
    );
    if (roughPath === undefined) return run.finish(null);
    const difference = await diffFiles(roughPath, sumPath, {
      signal,
      onProgress: (done) => onProgress?.(share + (1 - share) * done),
    });
    return run.finish(difference);
  } finally {
    await closeAll(sources);
    rmSync(sumPath, { force: true });
    rmSync(partPath(sumPath), { force: true });
  }
}

type SumDifference = Pick<
  Awaited<ReturnType<typeof diffFiles>>,
  'offsetSamples' | 'gainDb' | 'relativeResidualDb' | 'sampleRate'
>;

/** Everything that is summed up while stems and rough go by. */
class Comparison {
  readonly #stems: number;
  readonly #sampleRate: number;
  readonly #decimators: Decimator[];
  readonly #buffers: Float64Array[];
  readonly #pairs: PairLikeness;
  readonly #offsets: RoughOffsets | null;
  readonly #sum: WavWriter | null;
  #filled = 0;

  constructor(
    dsp: Dsp,
    {
      stems,
      withRough,
      sampleRate,
      sumPath,
    }: { stems: number; withRough: boolean; sampleRate: number; sumPath: string },
  ) {
    const count = stems + (withRough ? 1 : 0);
    this.#stems = stems;
    this.#sampleRate = sampleRate;
    this.#decimators = Array.from({ length: count }, () => new Decimator(sampleRate));
    this.#pairs = new PairLikeness(dsp, stems, this.#lowRate);
    this.#offsets = withRough ? new RoughOffsets(dsp, stems) : null;
    this.#sum = withRough ? new WavWriter(sumPath, { sampleRate, channels: 2, samples: 'float32' }) : null;
    this.#buffers = Array.from({ length: count }, () => new Float64Array(this.#windowFrames));
  }

  get #factor(): number {
    return this.#decimators[0]?.factor ?? 1;
  }

  get #lowRate(): number {
    return this.#sampleRate / this.#factor;
  }

  /** Windows of both kinds fit into it. */
  get #windowFrames(): number {
    return this.#offsets?.hopFrames ?? this.#pairs.hopFrames;
  }

  async read(feeds: readonly StemFeed[], { signal, onProgress }: TaskOptions, expectedFrames: number): Promise<void> {
    // Blocks of whole averages, so that a window ends with a block.
    const blockFrames = this.#factor * this.#pairs.hopFrames;
    let frames = 0;
    try {
      for (;;) {
        throwIfAborted(signal);
        const taken = await Promise.all(feeds.map((feed) => feed.take(blockFrames)));
        if (taken.every((one) => one === null)) break;
        this.#add(
          taken.map((one) => one?.block ?? null),
          blockFrames,
        );
        frames += blockFrames;
        if (expectedFrames > 0) onProgress?.(Math.min(1, frames / expectedFrames));
      }
      this.#addWindow();
      this.#sum?.finish();
    } finally {
      this.#sum?.abandon();
    }
  }

  #add(blocks: readonly (Block | null)[], frames: number): void {
    const from = this.#filled;
    blocks.forEach((block, index) => {
      this.#filled = this.#decimators[index]!.add(block, frames, this.#buffers[index]!, from);
    });
    const stems = blocks.slice(0, this.#stems);
    this.#sum?.write(sumOf(stems, frames));
    this.#pairs.add(this.#buffers.slice(0, this.#stems).map((buffer) => buffer.subarray(from, this.#filled)));
    if (this.#filled === this.#windowFrames) this.#addWindow();
  }

  #addWindow(): void {
    const mix = this.#buffers[this.#stems];
    if (this.#filled > 0 && mix && this.#offsets) {
      for (const buffer of this.#buffers) buffer.fill(0, this.#filled);
      this.#offsets.add(this.#buffers.slice(0, this.#stems), mix);
    }
    this.#filled = 0;
  }

  finish(difference: SumDifference | null): IntakeMeasures {
    const toFull = (lag: number) => lag * this.#factor;
    const pairs = this.#pairs.finish().map((pair) => ({ ...pair, lagSamples: toFull(pair.lagSamples) }));
    const offsets = this.#offsets?.finish() ?? null;
    return intakeMeasuresSchema.parse({
      sampleRate: this.#sampleRate,
      pairs,
      offsetSamples: Array.from({ length: this.#stems }, (_, index) => {
        const lag = offsets?.[index];
        return lag == null ? null : toFull(lag);
      }),
      rough: difference === null ? null : this.#judgeSum(difference),
    });
  }

  #judgeSum({ offsetSamples, gainDb, relativeResidualDb, sampleRate }: SumDifference): IntakeMeasures['rough'] {
    const offsets = this.#offsets!;
    const offset = Math.round(((offsetSamples ?? 0) * this.#sampleRate) / sampleRate);
    const lag = Math.round(offset / this.#factor);
    // The sum later by so much is the mix earlier by it.
    const { gains, residual } = fitBalance(this.#pairs.products, offsets.productsAt(-lag), offsets.mixEnergy);
    const loudest = gains.reduce((max, gain) => Math.max(max, Math.abs(gain)), 0);
    return {
      offsetSamples: offset,
      gainDb: -(gainDb ?? 0),
      residualDb: relativeResidualDb,
      balancedResidualDb: residual > 0 ? 10 * Math.log10(residual) : null,
      stemGainsDb: gains.map((gain) => {
        const db = 20 * Math.log10(Math.abs(gain));
        return loudest > 0 && db >= 20 * Math.log10(loudest) + absentBelowDb ? db : null;
      }),
    };
  }
}

/** The plain sum: a mono stem in the centre is in both channels as it is. */
function sumOf(blocks: readonly (Block | null)[], frames: number): Block {
  const left = new Float32Array(frames);
  const right = new Float32Array(frames);
  for (const block of blocks) {
    if (block === null) continue;
    const [first, second = first] = block;
    for (let at = 0; at < frames; at += 1) {
      left[at] = left[at]! + first![at]!;
      right[at] = right[at]! + second![at]!;
    }
  }
  return [left, right];
}

/** The rate that most files have. */
function commonRate(sources: readonly AudioSource[]): number {
  const groups = [...Map.groupBy(sources, ({ info }) => info.sampleRate)];
  return groups.toSorted(([a, one], [b, other]) => other.length - one.length || b - a)[0]?.[0] ?? 48_000;
}

const longestFrames = (sources: readonly AudioSource[], sampleRate: number): number =>
  sources.reduce(
    (max, { info }) => Math.max(max, ((info.frames ?? info.framesHint ?? 0) * sampleRate) / info.sampleRate),
    0,
  );
