import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Dsp, LoudnessMeter, MasterEngine } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { MediaWarning } from '@sweetspot/protocol';
import { type MasterRecipe, masterSettingsOf } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from './ingest.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';
import { type PrintedFile, printFile } from './print-file.ts';
import type { AudioSource } from './source.ts';
import { WavWriter } from './wav-writer.ts';

export interface MasterInput {
  recipe: MasterRecipe;
  inputPath: string;
  outPath: string;
}

export interface MasterResult extends PrintedFile {
  bitDepth: MasterRecipe['bitDepth'];
  /** The gain that was found to meet the target. */
  inputGainDb: number;
  /** Taken off at the end so that rounding keeps under the ceiling; 0 or a few thousandths below. */
  outputGainDb: number;
  passes: number;
  /** Deepest reduction in dB ≥ 0. */
  limiterReductionDb: number;
  compressorReductionDb: number;
  warnings: MediaWarning[];
}

interface Pass {
  inputGainDb: number;
  path: string;
  frames: number;
  integratedLufs: number;
  truePeakDbtp: number;
  limiterDb: number;
  compressorDb: number;
}

const blockSeconds = 0.25;
/** The search stops this close to the target; the promise is ±0.1 LU. */
const closeEnoughLu = 0.04;
const promisedLu = 0.1;
const maxPasses = 8;
/** What the recipe's schema allows. */
const gainLimitDb = 40;
const ceilingMarginDb = 0.001;

/**
 * Masters a stereo (or mono, made stereo) file: the chain of the recipe, driven by the gain that brings the result to the
 * target loudness under the ceiling. A limiter makes loudness a curved function of gain, so the gain is searched by
 * measuring whole passes. Same length as the input; the same recipe and file give the same bytes.
 */
export async function renderMaster(
  input: MasterInput,
  options: TaskOptions & { tempDir: string },
): Promise<MasterResult> {
  const { recipe, outPath } = input;
  const { signal, onProgress } = options;
  const dsp = await loadDspFromDisk();
  const paths = [join(options.tempDir, 'master-pass-a.wav'), join(options.tempDir, 'master-pass-b.wav')] as const;
  try {
    const { best, passes } = await findGain(dsp, input, paths, options);
    const outputGainDb = Math.min(0, recipe.ceilingDbtp - ceilingMarginDb - best.truePeakDbtp);
    const printed = await printFile(dsp, best.path, outPath, {
      bitDepth: recipe.bitDepth,
      gainDb: outputGainDb,
      dither: recipe.dither,
      signal,
      onFrames: (frames) => onProgress?.(0.9 + (0.1 * frames) / best.frames),
    });
    return {
      ...printed,
      bitDepth: recipe.bitDepth,
      inputGainDb: best.inputGainDb,
      outputGainDb,
      passes,
      limiterReductionDb: best.limiterDb,
      compressorReductionDb: best.compressorDb,
      warnings: warningsOf(recipe, printed),
    };
  } finally {
    for (const path of paths) rmSync(path, { force: true });
  }
}

/** Measures pass after pass; two files take turns, one of them always holds the best so far. */
async function findGain(
  dsp: Dsp,
  { recipe, inputPath }: MasterInput,
  paths: readonly [string, string],
  { signal, onProgress }: TaskOptions,
): Promise<{ best: Pass; passes: number }> {
  let gainDb = recipe.inputGainDb;
  let best: Pass | null = null;
  let previous: Pass | null = null;
  for (let pass = 1; ; pass += 1) {
    const path = best?.path === paths[0] ? paths[1] : paths[0];
    const made: Pass = await runPass(dsp, { recipe: { ...recipe, inputGainDb: gainDb }, inputPath, path }, signal);
    onProgress?.(0.9 * (1 - 0.6 ** pass));
    const missing = recipe.targetLufs - made.integratedLufs;
    if (!best || Math.abs(missing) < Math.abs(recipe.targetLufs - best.integratedLufs)) best = made;
    const next = clamp(gainDb + missing / slope(previous, made), -gainLimitDb, gainLimitDb);
    const isStuck = Math.abs(next - gainDb) < 0.001;
    if (Math.abs(missing) <= closeEnoughLu || pass === maxPasses || isStuck) return { best, passes: pass };
    previous = made;
    gainDb = next;
  }
}

const clamp = (value: number, min: number, max: number): number => Math.min(max, Math.max(min, value));

/** LU gained per dB of gain, from the last two passes: 1 while the limiter rests, less the harder it works. */
function slope(previous: Pass | null, latest: Pass): number {
  if (!previous || previous.inputGainDb === latest.inputGainDb) return 1;
  const measured = (latest.integratedLufs - previous.integratedLufs) / (latest.inputGainDb - previous.inputGainDb);
  return clamp(measured, 0.15, 1.2);
}

async function runPass(
  dsp: Dsp,
  { recipe, inputPath, path }: { recipe: MasterRecipe; inputPath: string; path: string },
  signal: AbortSignal | undefined,
): Promise<Pass> {
  const source = await openSource(inputPath, { blockSeconds, signal });
  const { sampleRate, channels } = source.info;
  if (channels > 2) {
    await source.close();
    throw new MediaError(
      'too_many_channels',
      `A master is made from mono or stereo; this file has ${channels} channels.`,
    );
  }
  const writer = new WavWriter(path, { sampleRate, channels: 2, samples: 'float32' });
  try {
    const engine = new MasterEngine(dsp, { settings: masterSettingsOf(recipe), sampleRate });
    const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
    await runEngine(source, engine, signal, (block) => {
      writer.write(block);
      meter.push(block);
    });
    const { frames } = writer.finish();
    const { integratedLufs, truePeakDbtp } = meter.result();
    if (!Number.isFinite(integratedLufs))
      throw new MediaError('empty', 'This file is silent; there is nothing to master.');
    return {
      inputGainDb: recipe.inputGainDb,
      path,
      frames,
      integratedLufs,
      truePeakDbtp,
      ...engine.takeGainReductions(),
    };
  } finally {
    writer.abandon();
    await source.close();
  }
}

/** Drives the engine over the source, its latency taken out: as many frames come out as went in. */
async function runEngine(
  source: AudioSource,
  engine: MasterEngine,
  signal: AbortSignal | undefined,
  print: (block: Float32Array[]) => void,
): Promise<void> {
  let toSkip = engine.latencyFrames;
  const run = (left: Float32Array, right: Float32Array) => {
    const outLeft = new Float32Array(left.length);
    const outRight = new Float32Array(left.length);
    engine.process([left, right], outLeft, outRight);
    const skipped = Math.min(toSkip, left.length);
    toSkip -= skipped;
    if (skipped < left.length) print([outLeft.subarray(skipped), outRight.subarray(skipped)]);
  };
  for (let block = await source.read(); block; block = await source.read()) {
    throwIfAborted(signal);
    run(block[0]!, block[1] ?? block[0]!);
  }
  const rest = new Float32Array(engine.latencyFrames);
  if (rest.length > 0) run(rest, rest);
}

function warningsOf(recipe: MasterRecipe, { loudness }: PrintedFile): MediaWarning[] {
  const missing = recipe.targetLufs - (loudness.integratedLufs ?? Number.NEGATIVE_INFINITY);
  if (Math.abs(missing) <= promisedLu) return [];
  const reached = loudness.integratedLufs?.toFixed(1) ?? '−∞';
  const way = missing > 0 ? 'raise the ceiling or ask for less' : 'ask for more';
  const message = `The target of ${recipe.targetLufs} LUFS cannot be met with this chain: it reaches ${reached}; ${way}.`;
  return [{ code: 'target_missed', message }];
}
