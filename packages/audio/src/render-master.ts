import { type Dsp, MasterEngine, type MasterSettings } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { MediaWarning } from '@sweetspot/protocol';
import { type MasterRecipe, masterSettingsOf } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from './ingest.ts';
import { LoudnessForecast } from './loudness-forecast.ts';
import { MeasuredFile } from './measured-file.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import type { PrintedFile } from './print-file.ts';
import { EdgeShaper, type SongEdges } from './song-edges.ts';
import type { Block } from './source.ts';
import { openStemSum } from './stem-sum.ts';
import { openStereo, type StereoSource } from './stereo-source.ts';

export interface MasterInput {
  recipe: MasterRecipe;
  /** The mix; unused when the recipe has stems. */
  inputPath?: string;
  /** Of a recipe with stems, by their ids. */
  stemPaths?: Record<string, string>;
  outPath: string;
  /** How the song begins and ends in its place on an album. */
  edges?: SongEdges;
  /** Takes the recipe's own `driveDb`, whatever loudness comes of it: for other versions of a master that is approved. */
  keepsDrive?: boolean;
}

export interface MasterResult extends PrintedFile {
  bitDepth: MasterRecipe['bitDepth'];
  /** The gain into the limiter that was found to meet the target. */
  driveDb: number;
  /** Whole passes through the chain, besides the first that only listens. */
  passes: number;
  /** Deepest reduction in dB ≥ 0. */
  limiterReductionDb: number;
  compressorReductionDb: number;
  warnings: MediaWarning[];
}

/** What a pass tries. */
type Plan = { driveDb: number; limiter: MasterRecipe['limiter'] };
/** A file to master and how long it was when it was listened to. */
type HeardInput = MasterInput & { frames: number };

interface Pass extends PrintedFile {
  plan: Plan;
  limiterDb: number;
  compressorDb: number;
}

const blockSeconds = 0.25;
/** The search stops this close to the target; the promise is ±0.1 LU. */
const closeEnoughLu = 0.04;
const promisedLu = 0.1;
const maxPasses = 6;
/** What the recipe's schema allows. */
const driveLimitDb = 40;
/** A gain that a recipe brings along is tried first when the forecast thinks it right within this much. */
const plausibleLu = 1;
const peakMarginDb = 0.002;
/** Share of the work that listening is, for the progress. */
const listening = 0.25;

/**
 * Masters a stereo (or mono, made stereo) file, or a few stems: the chain of the recipe, driven into its limiter by the gain that brings the
 * result to the target loudness under the ceiling. A first pass runs the chain without limiter and gathers what a
 * forecast needs; then the result is written and measured, again with a corrected gain when the forecast was off
 * (docs/decisions/0008-master-search.md). Same length as the input, and the silence that its edges ask for behind it; the same
 * recipe and file give the same bytes.
 */
export async function renderMaster(input: MasterInput, options: TaskOptions = {}): Promise<MasterResult> {
  const { recipe } = input;
  const dsp = await loadDspFromDisk();
  const isFixed = input.keepsDrive === true && recipe.driveDb !== null;
  const forecast = isFixed ? null : await listen(dsp, input, options);
  const heard = { ...input, frames: forecast?.frames ?? 0 };
  let plan: Plan = { driveDb: forecast ? firstDrive(recipe, forecast) : recipe.driveDb!, limiter: recipe.limiter };
  let best: Pass | null = null;
  let passes = 0;
  for (let from = forecast ? listening : 0; ; from += (1 - from) * 0.6) {
    passes += 1;
    const made: Pass = await print(dsp, heard, plan, options, (done) =>
      options.onProgress?.(from + (1 - from) * 0.6 * done),
    );
    if (isBetter(recipe, made, best)) best = made;
    const next = correct(recipe, forecast, made);
    if (next !== null && passes < maxPasses) {
      plan = next;
      continue;
    }
    // The file holds the last attempt. Seldom an earlier one was better; it is made again.
    if (best && best !== made) best = await print(dsp, heard, best.plan, options);
    break;
  }
  const { plan: rendered, limiterDb, compressorDb, ...printed } = best!;
  options.onProgress?.(1);
  return {
    ...printed,
    bitDepth: recipe.bitDepth,
    driveDb: rendered.driveDb,
    passes,
    limiterReductionDb: limiterDb,
    compressorReductionDb: compressorDb,
    warnings: forecast ? warningsOf(recipe, printed) : [],
  };
}

/** Runs the chain without its limiter and gathers what the forecast needs. */
async function listen(dsp: Dsp, input: MasterInput, { signal, onProgress }: TaskOptions): Promise<LoudnessForecast> {
  const { recipe } = input;
  const settings = masterSettingsOf({ ...recipe, driveDb: 0, limiter: { ...recipe.limiter, enabled: false } });
  let forecast: LoudnessForecast | null = null;
  await runChain(dsp, { input, settings, signal }, (block, { sampleRate, expectedFrames }) => {
    forecast ??= new LoudnessForecast(dsp, sampleRate);
    forecast.add(block);
    if (expectedFrames) onProgress?.(listening * Math.min(1, forecast.frames / expectedFrames));
  });
  const heard = forecast as LoudnessForecast | null;
  if (!heard || !Number.isFinite(heard.measured().integratedLufs)) {
    throw new MediaError('empty', 'This file is silent; there is nothing to master.');
  }
  return heard;
}

function firstDrive(recipe: MasterRecipe, forecast: LoudnessForecast): number {
  const { targetLufs, limiter, driveDb } = recipe;
  if (!limiter.enabled) return driveWithoutLimiter(recipe, forecast);
  const isPlausible = driveDb !== null && Math.abs(forecast.lufsAt(driveDb, limiter) - targetLufs) <= plausibleLu;
  return isPlausible ? driveDb : forecast.gainFor(targetLufs, limiter, driveLimitDb);
}

/** Without a limiter the gain itself must keep under the ceiling. */
function driveWithoutLimiter({ targetLufs, ceilingDbtp }: MasterRecipe, forecast: LoudnessForecast): number {
  const { integratedLufs, truePeakDbtp } = forecast.measured();
  return clampDrive(Math.min(targetLufs - integratedLufs, ceilingDbtp - truePeakDbtp - peakMarginDb));
}

const clampDrive = (db: number): number => Math.min(driveLimitDb, Math.max(-driveLimitDb, db));
const lufsOf = ({ loudness }: PrintedFile): number => loudness.integratedLufs ?? Number.NEGATIVE_INFINITY;
const overDb = (recipe: MasterRecipe, { loudness }: PrintedFile): number =>
  (loudness.truePeakDbtp ?? Number.NEGATIVE_INFINITY) - recipe.ceilingDbtp;

/** Under the ceiling comes first, then the distance to the target. */
function isBetter(recipe: MasterRecipe, made: Pass, best: Pass | null): boolean {
  if (!best) return true;
  const holds = overDb(recipe, made) <= 0;
  if (holds !== overDb(recipe, best) <= 0) return holds;
  return Math.abs(recipe.targetLufs - lufsOf(made)) < Math.abs(recipe.targetLufs - lufsOf(best));
}

/** What to try next; null when this is it, or as near as this chain gets. */
function correct(recipe: MasterRecipe, forecast: LoudnessForecast | null, made: Pass): Plan | null {
  const { driveDb, limiter } = made.plan;
  const over = overDb(recipe, made);
  // Rounding to few bits may pass the ceiling by a hair; everything then aims as much lower.
  if (over > 0 && !limiter.enabled) {
    return forecast ? { limiter, driveDb: driveDb - over - peakMarginDb } : null;
  }
  if (over > 0) return { driveDb, limiter: { ...limiter, ceilingDbtp: limiter.ceilingDbtp - over - peakMarginDb } };
  if (!forecast || !limiter.enabled || Math.abs(recipe.targetLufs - lufsOf(made)) <= closeEnoughLu) return null;
  const offLu = lufsOf(made) - forecast.lufsAt(driveDb, limiter);
  const next = forecast.gainFor(recipe.targetLufs - offLu, limiter, driveLimitDb);
  return Math.abs(next - driveDb) < 0.001 ? null : { driveDb: next, limiter };
}

/** Writes the master with that plan and measures it on the way, as it stands in the file. */
async function print(
  dsp: Dsp,
  input: HeardInput,
  plan: Plan,
  { signal }: TaskOptions,
  onDone: (share: number) => void = () => undefined,
): Promise<Pass> {
  const { recipe, outPath, edges, frames } = input;
  const settings = masterSettingsOf({ ...recipe, ...plan });
  let file: MeasuredFile | null = null;
  let shaper: EdgeShaper | null = null;
  try {
    const reductions = await runChain(dsp, { input, settings, signal }, (block, { sampleRate, expectedFrames }) => {
      file ??= new MeasuredFile(dsp, outPath, {
        sampleRate,
        channels: 2,
        bitDepth: recipe.bitDepth,
        dither: recipe.dither,
      });
      if (edges) shaper ??= new EdgeShaper(edges, { sampleRate, frames });
      shaper?.shape(block, file.frames);
      file.write(block);
      if (expectedFrames) onDone(Math.min(1, file.frames / expectedFrames));
    });
    const written = file as unknown as MeasuredFile;
    for (const silent of (shaper as EdgeShaper | null)?.silence() ?? []) written.write(silent);
    return { ...written.finish(), ...reductions, plan };
  } finally {
    (file as MeasuredFile | null)?.abandon();
  }
}

/** Drives the engine over the source, its latency taken out: as many frames come out as went in. */
async function runChain(
  dsp: Dsp,
  { input, settings, signal }: { input: MasterInput; settings: MasterSettings; signal: AbortSignal | undefined },
  take: (block: Block, source: StereoSource) => void,
): Promise<{ limiterDb: number; compressorDb: number }> {
  const source = await openInput(dsp, input, signal);
  try {
    const engine = new MasterEngine(dsp, { settings, sampleRate: source.sampleRate });
    let toSkip = engine.latencyFrames;
    const run = (left: Float32Array, right: Float32Array) => {
      const outLeft = new Float32Array(left.length);
      const outRight = new Float32Array(left.length);
      engine.process([left, right], outLeft, outRight);
      const skipped = Math.min(toSkip, left.length);
      toSkip -= skipped;
      if (skipped < left.length) take([outLeft.subarray(skipped), outRight.subarray(skipped)], source);
    };
    for (let block = await source.read(); block; block = await source.read()) {
      throwIfAborted(signal);
      run(...block);
    }
    const rest = new Float32Array(engine.latencyFrames);
    if (rest.length > 0) run(rest, rest);
    return engine.takeGainReductions();
  } finally {
    await source.close();
  }
}

function openInput(
  dsp: Dsp,
  { recipe: { stems }, inputPath, stemPaths = {} }: MasterInput,
  signal: AbortSignal | undefined,
): Promise<StereoSource> {
  const options = { blockSeconds, signal };
  if (stems) return openStemSum(dsp, { stems, paths: stemPaths }, options);
  if (inputPath !== undefined) return openStereo(inputPath, options);
  throw new MediaError('mismatched_inputs', 'This recipe masters one mix, and none is given.');
}

function warningsOf(recipe: MasterRecipe, { loudness }: PrintedFile): MediaWarning[] {
  const missing = recipe.targetLufs - (loudness.integratedLufs ?? Number.NEGATIVE_INFINITY);
  if (Math.abs(missing) <= promisedLu) return [];
  const reached = loudness.integratedLufs?.toFixed(1) ?? '−∞';
  const way = missing > 0 ? 'raise the ceiling or ask for less' : 'ask for more';
  const message = `The target of ${recipe.targetLufs} LUFS cannot be met with this chain: it reaches ${reached}; ${way}.`;
  return [{ code: 'target_missed', message }];
}
