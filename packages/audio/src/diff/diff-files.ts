import type { Dsp } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { TaskOptions } from '../ingest.ts';
import { throwIfAborted } from '../media-error.ts';
import { closeAll, openSources } from '../open-source.ts';
import type { AudioSource, Block } from '../source.ts';
import { type Alignment, alignFinely, planTrial, type Trial } from './align-finely.ts';
import { BandFeatures, type Features } from './band-features.ts';
import { CompareFeed, type Comparing } from './compare-feed.ts';
import { copyExcerpts } from './excerpts.ts';
import { type DiffChange, decibels, findChanges } from './find-changes.ts';
import { findLags } from './find-lags.ts';
import { fractionalTaps, shiftBlock, shiftReach } from './fractional-shift.ts';
import { type DiffBandName, diffBands, SectionResiduals, type SectionSums } from './section-residuals.ts';

/** What one file is to another. */
export type DiffVerdict =
  /** The same samples from beginning to end. */
  | 'identical'
  /** The same but for what `trimmed`, `gainDb` and `polarityInverted` say, and rounding. */
  | 'same'
  /** The same but for `changes`. */
  | 'changed'
  /** The same recording, different everywhere: another master, an EQ, a lossy codec. */
  | 'processed'
  | 'unrelated';

export interface DiffSection {
  /** On A's time line. */
  fromSeconds: number;
  toSeconds: number;
  /** RMS of what is left, dBFS; null when nothing is. */
  residualDb: number | null;
  /** The same below the level of A there; null when nothing is left or nothing plays. */
  relativeDb: number | null;
  bandsDb: Record<DiffBandName, number | null>;
}

export interface FileDifference {
  verdict: DiffVerdict;
  /** Rate of `offsetSamples`, Hz: the lower one of the two files. */
  sampleRate: number;
  /** How much later A's beginning lies in B, in samples, whole unless the files differ by a part of one; negative: B was cut. */
  offsetSamples: number | null;
  /** How much louder B is. */
  gainDb: number | null;
  polarityInverted: boolean;
  /** 0 … 1: likeness of the waveforms. */
  likeness: number;
  /** RMS of A minus B at A's level, over what they share, dBFS; null when nothing is left. */
  residualDb: number | null;
  /** The same below the level of A. */
  relativeResidualDb: number | null;
  a: DiffedFile;
  b: DiffedFile;
  changes: DiffChange[];
  sections: DiffSection[];
}

export interface DiffedFile {
  sampleRate: number;
  channels: number;
  /** At the rate of the comparison. */
  frames: number;
  /** What only this file has, before and after the part both share. */
  onlyAtStart: Outside;
  onlyAtEnd: Outside;
}
export interface Outside {
  seconds: number;
  isSilent: boolean;
}

/** Half a second: what a listener calls a moment. */
const sectionSeconds = 0.5;
const blockSeconds = 0.5;
/** −90 dBFS. */
const silence = 10 ** (-90 / 20);

/**
 * Finds out what became of A in B: aligns them (to a part of a sample where that is needed), matches their level, and
 * measures what is left, by half seconds and by bands. Reads both files three times with memory that does not grow with
 * their length (but for a few numbers per second). Mono and stereo; unlike rates are compared at the lower one.
 * Throws MediaError naming the file.
 */
export async function diffFiles(
  pathA: string,
  pathB: string,
  options: TaskOptions & { names?: [string, string] } = {},
): Promise<FileDifference> {
  const { onProgress } = options;
  const names = options.names ?? [pathA, pathB];
  const dsp = await loadDspFromDisk();
  const run = { dsp, paths: [pathA, pathB] as const, names, signal: options.signal };
  const listened = await listen(run, (fraction) => onProgress?.(fraction * 0.4));
  const { a, b, comparing, infos } = listened;
  const trials = findLags(dsp, a, b).map((lag) => planTrial(lag, a, b, comparing));
  await readExcerpts(run, comparing, trials, Math.max(a.frames, b.frames), (fraction) =>
    onProgress?.(0.4 + fraction * 0.2),
  );
  const alignment =
    alignFinely(dsp, trials) ?? (isSilent(a) && isSilent(b) ? { lag: 0, fraction: 0, gain: 1, likeness: 1 } : null);
  if (!alignment) return unrelated(listened);
  const compared = await compareAligned(run, listened, alignment, (fraction) => onProgress?.(0.6 + fraction * 0.4));
  return conclude(compared, listened, alignment, infos);
}

interface Run {
  dsp: Dsp;
  paths: readonly [string, string];
  names: readonly [string, string];
  signal: AbortSignal | undefined;
}
interface Listened {
  a: Features;
  b: Features;
  comparing: Comparing;
  infos: { sampleRate: number; channels: number }[];
}

async function withSources<Result>(run: Run, work: (sources: AudioSource[]) => Promise<Result>): Promise<Result> {
  const sources = await openSources(run.paths, { blockSeconds, signal: run.signal, names: run.names });
  try {
    return await work(sources);
  } finally {
    await closeAll(sources);
  }
}

const makeFeeds = (run: Run, sources: readonly AudioSource[], comparing: Comparing): CompareFeed[] =>
  sources.map((source, index) => new CompareFeed(run.dsp, source, run.names[index]!, comparing));

/** First reading: the rhythm of both. */
function listen(run: Run, onProgress: (fraction: number) => void): Promise<Listened> {
  return withSources(run, async (sources) => {
    const infos = sources.map(({ info }) => ({ sampleRate: info.sampleRate, channels: info.channels }));
    const comparing = {
      sampleRate: Math.min(...infos.map((info) => info.sampleRate)),
      channels: Math.max(...infos.map((info) => info.channels)),
    };
    const feeds = makeFeeds(run, sources, comparing);
    const features = feeds.map(() => new BandFeatures(run.dsp, comparing.sampleRate));
    const expected = Math.max(
      ...sources.map(({ info }) => ((info.frames ?? info.framesHint ?? 0) * comparing.sampleRate) / info.sampleRate),
    );
    await readThrough(run, feeds, comparing, expected, onProgress, (blocks) => {
      blocks.forEach(({ block, frames }, index) => {
        features[index]!.add(block, frames);
      });
    });
    return { a: features[0]!.finish(), b: features[1]!.finish(), comparing, infos };
  });
}

/** Second reading: the excerpts that tell how they lie against each other. */
function readExcerpts(
  run: Run,
  comparing: Comparing,
  trials: readonly Trial[],
  expected: number,
  onProgress: (fraction: number) => void,
): Promise<void> {
  return withSources(run, async (sources) => {
    const wanted = [trials.flatMap((trial) => trial.a), trials.flatMap((trial) => trial.b)];
    await readThrough(run, makeFeeds(run, sources, comparing), comparing, expected, onProgress, (blocks, atFrame) => {
      blocks.forEach(({ block, frames }, index) => {
        copyExcerpts(wanted[index]!, block, frames, atFrame);
      });
    });
  });
}

async function readThrough(
  run: Run,
  feeds: readonly CompareFeed[],
  { sampleRate }: Comparing,
  expected: number,
  onProgress: (fraction: number) => void,
  visit: (blocks: { block: Block; frames: number }[], atFrame: number) => void,
): Promise<void> {
  const blockFrames = Math.round(sampleRate * blockSeconds);
  for (let atFrame = 0; ; atFrame += blockFrames) {
    throwIfAborted(run.signal);
    const blocks = await Promise.all(feeds.map((feed) => feed.take(blockFrames)));
    if (blocks.every(({ frames }) => frames === 0)) return;
    visit(blocks, atFrame);
    if (expected > 0) onProgress(Math.min(1, atFrame / expected));
  }
}

interface Compared {
  residuals: SectionResiduals;
  /** Largest magnitude of what only one file has: before and after, A and B. */
  outsidePeaks: { start: [number, number]; end: [number, number] };
}

/** Third reading: side by side. */
function compareAligned(
  run: Run,
  { a, b, comparing }: Listened,
  { lag, fraction, gain }: Alignment,
  onProgress: (fraction: number) => void,
): Promise<Compared> {
  return withSources(run, async (sources) => {
    const { sampleRate, channels } = comparing;
    const [feedA, feedB] = makeFeeds(run, sources, comparing) as [CompareFeed, CompareFeed];
    const sectionFrames = Math.round(sampleRate * sectionSeconds);
    const shared = sharedFrames(a, b, lag);
    const history = fraction === 0 ? 0 : Math.min(shiftReach, Math.max(0, lag));
    const start: [number, number] = [
      await feedA.skip(Math.max(0, -lag), sectionFrames),
      await feedB.skip(Math.max(0, lag) - history, sectionFrames),
    ];
    const residuals = new SectionResiduals(run.dsp, sampleRate, gain);
    const shifted = fraction === 0 ? null : await ShiftedFeed.start(feedB, { channels, fraction, history });
    for (let done = 0; done < shared; done += sectionFrames) {
      throwIfAborted(run.signal);
      const frames = Math.min(sectionFrames, shared - done);
      const [one, other] = await Promise.all([
        feedA.take(frames),
        shifted ? shifted.take(frames) : feedB.take(frames).then(({ block }) => block),
      ]);
      residuals.add(one.block, other, frames);
      onProgress(done / shared);
    }
    const end: [number, number] = [
      await feedA.skip(a.frames - shared - Math.max(0, -lag), sectionFrames),
      await feedB.skip(b.frames - shared - Math.max(0, lag), sectionFrames),
    ];
    return { residuals, outsidePeaks: { start, end } };
  });
}

const sharedFrames = (a: Features, b: Features, lag: number): number =>
  Math.max(0, Math.min(a.frames, b.frames - lag) - Math.max(0, -lag));

/** A feed read between its samples. What lies before a file is silence. */
class ShiftedFeed {
  readonly #feed: CompareFeed;
  readonly #taps: Float64Array;
  #kept: Block;

  /** `history`: how many of the feed's next frames lie before the first that is wanted, at most `shiftReach`. */
  static async start(
    feed: CompareFeed,
    { channels, fraction, history }: { channels: number; fraction: number; history: number },
  ): Promise<ShiftedFeed> {
    const { block } = await feed.take(history + shiftReach);
    const kept = Array.from({ length: channels }, (_, channel) => {
      const plane = new Float32Array(2 * shiftReach);
      plane.set(block[channel]!, shiftReach - history);
      return plane;
    });
    return new ShiftedFeed(feed, kept, fraction);
  }

  private constructor(feed: CompareFeed, kept: Block, fraction: number) {
    this.#feed = feed;
    this.#kept = kept;
    this.#taps = fractionalTaps(fraction);
  }

  async take(frames: number): Promise<Block> {
    const { block } = await this.#feed.take(frames);
    const padded = block.map((plane, channel) => {
      const joined = new Float32Array(2 * shiftReach + frames);
      joined.set(this.#kept[channel]!);
      joined.set(plane.subarray(0, frames), 2 * shiftReach);
      return joined;
    });
    this.#kept = padded.map((plane) => plane.slice(frames));
    return shiftBlock(padded, this.#taps);
  }
}

const isSilent = ({ energy }: Features): boolean => energy.every((value) => value < silence ** 2);

function diffedFiles(
  { a, b, comparing, infos }: Listened,
  lag: number | null,
  peaks: Compared['outsidePeaks'] | null,
): [DiffedFile, DiffedFile] {
  const shared = lag === null ? 0 : sharedFrames(a, b, lag);
  const files = [a, b].map((file, index): DiffedFile => {
    const startFrames = lag === null ? 0 : Math.max(0, index === 0 ? -lag : lag);
    const endFrames = lag === null ? 0 : file.frames - shared - startFrames;
    const outside = (frames: number, peak: number | undefined): Outside => ({
      seconds: frames / comparing.sampleRate,
      isSilent: (peak ?? 0) <= silence,
    });
    return {
      ...infos[index]!,
      frames: file.frames,
      onlyAtStart: outside(startFrames, peaks?.start[index]),
      onlyAtEnd: outside(endFrames, peaks?.end[index]),
    };
  });
  return [files[0]!, files[1]!];
}

function unrelated(listened: Listened): FileDifference {
  const [a, b] = diffedFiles(listened, null, null);
  return {
    verdict: 'unrelated',
    sampleRate: listened.comparing.sampleRate,
    offsetSamples: null,
    gainDb: null,
    polarityInverted: false,
    likeness: 0,
    residualDb: null,
    relativeResidualDb: null,
    a,
    b,
    changes: [],
    sections: [],
  };
}

function conclude(
  { residuals, outsidePeaks }: Compared,
  listened: Listened,
  { lag, fraction, gain, likeness }: Alignment,
  infos: Listened['infos'],
): FileDifference {
  const { sampleRate, channels } = listened.comparing;
  const { sections } = residuals;
  const startSeconds = Math.max(0, -lag) / sampleRate;
  const { changes, isClean } = findChanges(residuals, { channels, sectionSeconds, fromSeconds: startSeconds, gain });
  const sum = (pick: (section: SectionSums) => number) => sections.reduce((all, one) => all + pick(one), 0);
  const residual = sum((one) => one.residual);
  const [a, b] = diffedFiles(listened, lag, outsidePeaks);
  const isWhole = lag === 0 && fraction === 0 && a.frames === b.frames;
  const isAlike = infos[0]!.sampleRate === infos[1]!.sampleRate && infos[0]!.channels === infos[1]!.channels;
  const isIdentical = isWhole && isAlike && sections.every(({ equal }) => equal);
  const verdict = isIdentical ? 'identical' : !isClean ? 'processed' : changes.length > 0 ? 'changed' : 'same';
  const powerA = sum((one) => one.powerA);
  let atFrame = 0;
  return {
    verdict,
    sampleRate,
    offsetSamples: lag + fraction,
    gainDb: 20 * Math.log10(Math.abs(gain)),
    polarityInverted: gain < 0,
    likeness,
    residualDb: decibels(
      residual /
        Math.max(
          1,
          sum((one) => one.frames),
        ) /
        channels,
    ),
    relativeResidualDb: powerA > 0 ? decibels(residual / powerA) : null,
    a,
    b,
    changes,
    sections: sections.map((section) => {
      const fromSeconds = startSeconds + atFrame / sampleRate;
      atFrame += section.frames;
      const meanSquare = section.residual / section.frames / channels;
      const bandsDb = Object.fromEntries(
        diffBands.map(({ name }, band) => [name, decibels(meanSquare * (section.residualShares[band] ?? 0))]),
      ) as DiffSection['bandsDb'];
      return {
        fromSeconds,
        toSeconds: startSeconds + atFrame / sampleRate,
        residualDb: decibels(meanSquare),
        relativeDb: section.powerA > 0 ? decibels(section.residual / section.powerA) : null,
        bandsDb,
      };
    }),
  };
}
