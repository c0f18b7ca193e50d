import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Dsp } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { MixRecipe, Strip } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from './ingest.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import { MixThread } from './mix-thread.ts';
import { closeAll, openSources } from './open-source.ts';
import { type PrintedFile, printFile } from './print-file.ts';
import { partPath } from './publish-file.ts';
import type { AudioSource } from './source.ts';
import { StemFeed } from './stem-feed.ts';

export interface MixInput {
  recipe: MixRecipe;
  /** Paths by stem id; stems nobody hears need none. */
  inputs: Record<string, string>;
  outPath: string;
}

export interface MixResult extends PrintedFile {
  bitDepth: MixRecipe['print']['bitDepth'];
  /** What was taken off so that the true peak stays under the recipe's print level; 0 or less. */
  printGainDb: number;
  /** True peak of the mix before that. */
  mixTruePeakDbtp: number | null;
}

const blockSeconds = 0.25;
/** Reverbs may be set to ring for minutes; a print stops here. */
const longestTailSeconds = 30;
/** Keeps the peak under its mark when the samples are rounded. */
const printMarginDb = 0.001;

/**
 * Renders a mix: stems → engine → print, in blocks, so that memory does not grow with length or number of stems. Latency
 * is taken out, tails ring out. The same recipe and files give the same bytes. Throws MediaError naming the stem.
 */
export async function renderMix(input: MixInput, options: TaskOptions & { tempDir: string }): Promise<MixResult> {
  const { recipe, outPath } = input;
  const { signal, onProgress } = options;
  const dsp = await loadDspFromDisk();
  const rawPath = join(options.tempDir, 'mix-before-print.wav');
  try {
    const rendered = await renderRaw(dsp, input, rawPath, options);
    const { truePeakDbtp, bitDepth } = recipe.print;
    const peak = rendered.truePeakDbtp;
    const printGainDb = truePeakDbtp === null ? 0 : Math.min(0, truePeakDbtp - printMarginDb - peak);
    const printed = await printFile(dsp, rawPath, outPath, {
      bitDepth,
      gainDb: printGainDb,
      dither: { shape: 'tpdf', seed: 1 },
      signal,
      onFrames: (frames) => onProgress?.(0.9 + (0.1 * frames) / rendered.frames),
    });
    return { ...printed, bitDepth, printGainDb, mixTruePeakDbtp: Number.isFinite(peak) ? peak : null };
  } finally {
    rmSync(rawPath, { force: true });
  }
}

/** The mix in float32, before the print. */
async function renderRaw(
  dsp: Dsp,
  { recipe, inputs }: MixInput,
  rawPath: string,
  { signal, onProgress }: TaskOptions,
): Promise<{ frames: number; truePeakDbtp: number }> {
  const { sampleRate, strips } = recipe;
  const heard = heardStrips(strips);
  const paths = heard.map((strip) => {
    const path = inputs[strip.stemId];
    if (path !== undefined) return path;
    throw new MediaError('mismatched_inputs', `The recipe asks for the stem “${strip.name}”, which is not there.`);
  });
  const sources = await openSources(paths, { blockSeconds, signal, names: heard.map((strip) => strip.name) });
  let thread: MixThread | null = null;
  try {
    const feeds = new Map<string, StemFeed>();
    heard.forEach((strip, index) => {
      feeds.set(strip.id, new StemFeed(dsp, sources[index]!, strip.name, sampleRate));
    });
    const inOrder = strips.map((strip) => feeds.get(strip.id) ?? null);
    const stripChannels = inOrder.map((feed) => feed?.channels ?? 2);
    thread = await MixThread.start({ recipe, stripChannels, outPath: rawPath });
    await feedThread(thread, inOrder, {
      sampleRate,
      expectedFrames: expectedFrames(sources, sampleRate),
      signal,
      onProgress,
    });
    return await thread.finish();
  } finally {
    await thread?.close();
    await closeAll(sources);
    rmSync(partPath(rawPath), { force: true });
  }
}

async function feedThread(
  thread: MixThread,
  feeds: readonly (StemFeed | null)[],
  run: { sampleRate: number; expectedFrames: number } & TaskOptions,
): Promise<void> {
  const blockFrames = Math.round(run.sampleRate * blockSeconds);
  let toSkip = thread.latencyFrames;
  let soundFrames = 0;
  let madeFrames = 0;
  let endFrame = Number.POSITIVE_INFINITY;
  while (madeFrames < endFrame) {
    throwIfAborted(run.signal);
    const taken = await Promise.all(feeds.map((feed) => feed?.take(blockFrames) ?? null));
    const longest = taken.reduce((max, one) => Math.max(max, one?.frames ?? 0), 0);
    soundFrames += longest;
    if (longest < blockFrames && endFrame === Number.POSITIVE_INFINITY) {
      const tailFrames = Math.min(thread.tailFrames, longestTailSeconds * run.sampleRate);
      endFrame = soundFrames + thread.latencyFrames + tailFrames;
    }
    const from = Math.min(toSkip, blockFrames);
    const to = Math.min(blockFrames, endFrame - madeFrames);
    const inputs = taken.map((one) => one?.block ?? null);
    await thread.mix(inputs, blockFrames, from, to);
    toSkip -= from;
    madeFrames += blockFrames;
    if (run.expectedFrames > 0) run.onProgress?.(0.9 * Math.min(1, soundFrames / run.expectedFrames));
  }
}

function heardStrips(strips: readonly Strip[]): Strip[] {
  const anySolo = strips.some((strip) => strip.solo);
  const heard = strips.filter(
    (strip) => !strip.mute && (!anySolo || strip.solo || strip.soloSafe) && strip.faderDb !== null,
  );
  if (heard.length > 0) return heard;
  throw new MediaError('mismatched_inputs', 'Nothing can be heard in this mix: every stem is muted or turned down.');
}

const expectedFrames = (sources: readonly AudioSource[], sampleRate: number): number =>
  sources.reduce((max, { info }) => {
    const frames = info.frames ?? info.framesHint ?? 0;
    return Math.max(max, (frames * sampleRate) / info.sampleRate);
  }, 0);
