import { parentPort, workerData } from 'node:worker_threads';
import { LoudnessMeter, MixEngine } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { type MixRecipe, mixSettingsOf } from '@sweetspot/protocol/recipes';
import type { Block } from './source.ts';
import { WavWriter } from './wav-writer.ts';

/** The thread that mixes, so that the thread that feeds it never keeps the decoders waiting. */
export interface MixWorkerData {
  recipe: MixRecipe;
  stripChannels: number[];
  outPath: string;
}
export type ToMixWorker =
  /** Mix one block and keep frames `from` … `to` of the result. */
  { type: 'block'; inputs: (Block | null)[]; frames: number; from: number; to: number } | { type: 'finish' };
export type FromMixWorker =
  | { type: 'ready'; latencyFrames: number; tailFrames: number }
  | { type: 'mixed' }
  | { type: 'finished'; frames: number; truePeakDbtp: number };

const port = parentPort;
if (!port) throw new Error('mix-worker.ts runs as a worker thread only');
const { recipe, stripChannels, outPath } = workerData as MixWorkerData;
const { sampleRate } = recipe;
const dsp = await loadDspFromDisk();
const engine = new MixEngine(dsp, { settings: mixSettingsOf(recipe), sampleRate, stripChannels });
const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
const writer = new WavWriter(outPath, { sampleRate, channels: 2, samples: 'float32' });
let left = new Float32Array(0);
let right = new Float32Array(0);

function mix({ inputs, frames, from, to }: Extract<ToMixWorker, { type: 'block' }>): void {
  if (left.length !== frames) {
    left = new Float32Array(frames);
    right = new Float32Array(frames);
  }
  engine.process(inputs, left, right);
  if (to <= from) return;
  const kept = [left.subarray(from, to), right.subarray(from, to)];
  writer.write(kept);
  meter.push(kept);
}

port.on('message', (message: ToMixWorker) => {
  if (message.type === 'block') {
    mix(message);
    port.postMessage({ type: 'mixed' } satisfies FromMixWorker);
    return;
  }
  const { frames } = writer.finish();
  port.postMessage({ type: 'finished', frames, truePeakDbtp: meter.result().truePeakDbtp } satisfies FromMixWorker);
  port.close();
});
const { latencyFrames, tailFrames } = engine;
port.postMessage({ type: 'ready', latencyFrames, tailFrames } satisfies FromMixWorker);
