import { once } from 'node:events';
import { parentPort, workerData } from 'node:worker_threads';
import { LoudnessMeter, makeMixDesk, mixBlockFrames } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { WavWriter } from '../wav-writer.ts';
import { type DeskOrder, type FromDeskWorker, failureOf } from './messages.ts';
import { SumRing, slotFrames } from './sum-ring.ts';

/** The thread that adds the sums of all banks, runs groups, returns and mix bus, and writes the mix before its print. */
const port = parentPort;
if (!port) throw new Error('desk-worker.ts runs as a worker thread only');
const { settings, sampleRate, outPath, rings } = workerData as DeskOrder;
const say = (message: FromDeskWorker): void => port.postMessage(message);

/** Reverbs may be set to ring for minutes; a print stops here. */
const longestTailSeconds = 30;
const progressEverySlots = 8;

async function run(): Promise<void> {
  const aligned = once(port!, 'message') as Promise<[number]>;
  const dsp = await loadDspFromDisk();
  const [stripLatencyFrames] = await aligned;
  const desk = makeMixDesk(dsp, { settings, sampleRate, stripLatencyFrames });
  const threads = rings.map(({ banks, ring, buffer }) => ({ banks, ring: new SumRing(ring, buffer) }));
  // Banks come in their order, whichever thread ran them.
  const banks = threads
    .flatMap(({ banks: numbers, ring }) => numbers.map((number, place) => ({ number, place, ring })))
    .sort((a, b) => a.number - b.number);
  const busCount = rings[0]!.ring.busCount;
  const meter = new LoudnessMeter(dsp, { channels: 2, sampleRate });
  const writer = new WavWriter(outPath, { sampleRate, channels: 2, samples: 'float32' });
  const left = new Float32Array(slotFrames);
  const right = new Float32Array(slotFrames);
  const { latencyFrames } = desk;
  const delayedFrames = settings.strips.reduce((most, { delaySamples }) => Math.max(most, delaySamples), 0);
  const ringFrames = Math.min(desk.tailFrames, longestTailSeconds * sampleRate) + delayedFrames;
  let toSkip = latencyFrames;
  let soundFrames = 0;
  let endFrame = Number.POSITIVE_INFINITY;
  try {
    for (let slot = 0; slot * slotFrames < endFrame; slot += 1) {
      const sound = Math.max(...threads.map(({ ring }) => ring.waitForSlot(slot)));
      for (let block = 0; block < slotFrames / mixBlockFrames; block += 1) {
        for (const { ring, place } of banks) {
          for (let bus = 0; bus < busCount; bus += 1) {
            const sum = ring.find(slot, block, place, bus);
            if (sum) desk.addFrom(bus, sum, mixBlockFrames);
          }
        }
        desk.process(left, right, block * mixBlockFrames, mixBlockFrames);
      }
      for (const { ring } of threads) ring.release(slot);
      soundFrames += sound;
      if (sound < slotFrames && endFrame === Number.POSITIVE_INFINITY)
        endFrame = soundFrames + latencyFrames + ringFrames;
      const from = Math.min(toSkip, slotFrames);
      const to = Math.min(slotFrames, endFrame - slot * slotFrames);
      toSkip -= from;
      if (to > from) {
        const kept = [left.subarray(from, to), right.subarray(from, to)];
        writer.write(kept);
        meter.push(kept);
      }
      if (slot % progressEverySlots === 0) say({ type: 'progress', soundFrames });
    }
    const { frames } = writer.finish();
    say({ type: 'finished', frames, truePeakDbtp: meter.result().truePeakDbtp });
  } finally {
    writer.abandon();
  }
}

run()
  .catch((error: unknown) => say({ type: 'failed', failure: failureOf(error) }))
  .finally(() => port.close());
