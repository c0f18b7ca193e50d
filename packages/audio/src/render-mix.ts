import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { bankStrips, planMix } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { type MixRecipe, mixSettingsOf } from '@sweetspot/protocol/recipes';
import type { TaskOptions } from './ingest.ts';
import { cancelled, MediaError, throwIfAborted } from './media-error.ts';
import type { BankOrder, DeskOrder, FromBankWorker, FromDeskWorker } from './mix-threads/messages.ts';
import { SumRing } from './mix-threads/sum-ring.ts';
import { Thread } from './mix-threads/thread.ts';
import { type PrintedFile, printFile } from './print-file.ts';
import { partPath } from './publish-file.ts';

export interface MixInput {
  recipe: MixRecipe;
  /** Paths by stem id; stems nobody hears need none. */
  inputs: Record<string, string>;
  outPath: string;
  /** The print gain of the mix that this one is a part of; found for this mix itself when absent. */
  printGainDb?: number;
}

export interface MixResult extends PrintedFile {
  bitDepth: MixRecipe['print']['bitDepth'];
  /** What was taken off so that the true peak stays under the recipe's print level; 0 or less. */
  printGainDb: number;
  /** True peak of the mix before that. */
  mixTruePeakDbtp: number | null;
}

export interface MixOptions extends TaskOptions {
  tempDir: string;
  /** Threads that read stems and run banks of strips; as many as there are cores when absent. Changes no bit. */
  threads?: number | undefined;
}

/** Keeps the peak under its mark when the samples are rounded. */
const printMarginDb = 0.001;

/**
 * Renders a mix: stems → engine → print, in blocks, so that memory does not grow with length. Banks of strips run on
 * threads of their own. Latency is taken out, tails ring out. The same recipe and files give the same bytes, on any number
 * of threads. Throws MediaError naming the stem.
 */
export async function renderMix(input: MixInput, options: MixOptions): Promise<MixResult> {
  const { recipe, outPath } = input;
  const { signal, onProgress } = options;
  const rawPath = join(options.tempDir, 'mix-before-print.wav');
  try {
    const rendered = await renderRaw(input, rawPath, options);
    const { truePeakDbtp, bitDepth } = recipe.print;
    const peak = rendered.truePeakDbtp;
    const printGainDb =
      input.printGainDb ?? (truePeakDbtp === null ? 0 : Math.min(0, truePeakDbtp - printMarginDb - peak));
    const printed = await printFile(await loadDspFromDisk(), rawPath, outPath, {
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
  { recipe, inputs }: MixInput,
  rawPath: string,
  { signal, onProgress, threads = availableParallelism() }: MixOptions,
): Promise<{ frames: number; truePeakDbtp: number }> {
  throwIfAborted(signal);
  const orders = bankOrders(recipe, inputs, threads);
  const { sampleRate } = recipe;
  const banks = orders.map((order) => new Thread<FromBankWorker>(workerUrl('bank-worker'), order));
  const rings = orders.map(({ banks: numbers, ring, buffer }) => ({ banks: numbers, ring, buffer }));
  const deskOrder: DeskOrder = { settings: mixSettingsOf(recipe), sampleRate, outPath: rawPath, rings };
  const desk = new Thread<FromDeskWorker>(workerUrl('desk-worker'), deskOrder);
  try {
    return await orAborted(signal, async () => {
      const ready = await Promise.all(banks.map((thread) => thread.next('ready')));
      const stripLatencyFrames = Math.max(...ready.map(({ latencyFrames }) => latencyFrames));
      const expectedFrames = Math.max(...ready.map((one) => one.expectedFrames));
      const finished = desk.next('finished');
      desk.on('progress', ({ soundFrames }) => {
        if (expectedFrames > 0) onProgress?.(0.9 * Math.min(1, soundFrames / expectedFrames));
      });
      for (const thread of [...banks, desk]) thread.post(stripLatencyFrames);
      return Promise.race([finished, ...banks.map(({ failed }) => failed)]);
    });
  } finally {
    await desk.terminate();
    await Promise.all(banks.map(endBanks));
    rmSync(partPath(rawPath), { force: true });
  }
}

const workerUrl = (name: string): URL => new URL(`./mix-threads/${name}.ts`, import.meta.url);

/** Its decoders are children of this process: they end when it closes them, not when it is torn down. */
const patienceMs = 1500;
async function endBanks(thread: Thread<FromBankWorker>): Promise<void> {
  thread.post('stop');
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, patienceMs);
  await Promise.race([thread.exited(), promise]);
  clearTimeout(timer);
  await thread.terminate();
}

/** Rejects as soon as the signal is raised. */
async function orAborted<Result>(signal: AbortSignal | undefined, run: () => Promise<Result>): Promise<Result> {
  if (!signal) return run();
  const { promise, reject } = Promise.withResolvers<never>();
  const abort = () => reject(cancelled());
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([run(), promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

/** Deals the banks out so that every thread has about as many strips that are heard; silent banks run nowhere. */
function bankOrders(recipe: MixRecipe, inputs: Record<string, string>, threads: number): BankOrder[] {
  const settings = mixSettingsOf(recipe);
  const { audible, bankCount } = planMix(settings);
  const stemsOf = Array.from({ length: bankCount }, (): BankOrder['stems'] => []);
  recipe.strips.forEach(({ stemId, name, faderDb, sends, automation }, strip) => {
    const closed = faderDb === null && automation.length === 0 && !sends.some(({ position }) => position === 'pre');
    if (!audible[strip] || closed) return;
    const path = inputs[stemId];
    if (path === undefined) {
      throw new MediaError('mismatched_inputs', `The recipe asks for the stem “${name}”, which is not there.`);
    }
    stemsOf[Math.floor(strip / bankStrips)]!.push({ strip, path, name });
  });
  const heard = stemsOf.map((stems, bank) => ({ bank, stems })).filter(({ stems }) => stems.length > 0);
  if (heard.length === 0) {
    throw new MediaError('mismatched_inputs', 'Nothing can be heard in this mix: every stem is muted or turned down.');
  }
  const busCount = 1 + recipe.groups.length + recipe.returns.length;
  const hands = Array.from({ length: Math.max(1, Math.min(threads, heard.length)) }, () => ({
    banks: [] as number[],
    stems: [] as BankOrder['stems'],
  }));
  for (const { bank, stems } of heard.toSorted((a, b) => b.stems.length - a.stems.length)) {
    const idlest = hands.reduce((least, hand) => (hand.stems.length < least.stems.length ? hand : least));
    idlest.banks.push(bank);
    idlest.stems.push(...stems);
  }
  return hands.map(({ banks, stems }) => {
    const ring = { bankCount: banks.length, busCount };
    return {
      settings,
      sampleRate: recipe.sampleRate,
      banks: banks.toSorted((a, b) => a - b),
      stems,
      ring,
      buffer: SumRing.allocate(ring),
    };
  });
}
