import { parentPort, workerData } from 'node:worker_threads';
import { makeMixBanks, mixBlockFrames } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import { closeAll, openSources } from '../open-source.ts';
import type { Block } from '../source.ts';
import { StemFeed } from '../stem-feed.ts';
import { type BankOrder, type FromBankWorker, failureOf } from './messages.ts';
import { SumRing, slotFrames } from './sum-ring.ts';

/** A thread that reads the stems of some banks, runs those, and passes their sums on. */
const port = parentPort;
if (!port) throw new Error('bank-worker.ts runs as a worker thread only');
const { settings, sampleRate, stems, banks, ring: shape, buffer } = workerData as BankOrder;
const say = (message: FromBankWorker): void => port.postMessage(message);
const stop = new AbortController();

async function run(): Promise<void> {
  const sources = await openSources(
    stems.map(({ path }) => path),
    { blockSeconds: slotFrames / sampleRate, signal: stop.signal, names: stems.map(({ name }) => name), decoders: 1 },
  );
  try {
    const dsp = await loadDspFromDisk();
    const feeds = sources.map((source, at) => new StemFeed(dsp, source, stems[at]!.name, sampleRate));
    const stripChannels = settings.strips.map(() => 2);
    stems.forEach(({ strip }, at) => {
      stripChannels[strip] = feeds[at]!.channels;
    });
    const mixBanks = makeMixBanks(dsp, { settings, sampleRate, stripChannels, banks });
    const expectedFrames = sources.map(
      ({ info }) => ((info.frames ?? info.framesHint ?? 0) * sampleRate) / info.sampleRate,
    );
    const ring = new SumRing(shape, buffer);
    const aligned = new Promise<number>((resolve) => {
      port!.on('message', (message: number | 'stop') => {
        if (message === 'stop') {
          stop.abort();
          ring.abandon();
        }
        resolve(message === 'stop' ? 0 : message);
      });
    });
    say({ type: 'ready', latencyFrames: mixBanks.latencyFrames, expectedFrames: Math.max(0, ...expectedFrames) });
    mixBanks.align(await aligned);

    const inputs: (Block | null)[] = settings.strips.map(() => null);
    for (let slot = 0; !stop.signal.aborted; slot += 1) {
      let soundFrames = 0;
      for (const [at, feed] of feeds.entries()) {
        const { strip } = stems[at]!;
        const taken = await feed.take(slotFrames, inputs[strip]);
        inputs[strip] = taken?.block ?? null;
        soundFrames = Math.max(soundFrames, taken?.frames ?? 0);
      }
      await ring.waitForRoom(slot);
      if (stop.signal.aborted) break;
      for (let block = 0; block < slotFrames / mixBlockFrames; block += 1) {
        ring.clear(slot, block);
        mixBanks.process(inputs, block * mixBlockFrames, mixBlockFrames, (bank, bus) => {
          ring.put(slot, block, bank, bus, mixBanks.sumOf(bus, mixBlockFrames));
        });
      }
      ring.publish(slot, soundFrames);
    }
  } finally {
    await closeAll(sources);
  }
}

run()
  .catch((error: unknown) => say({ type: 'failed', failure: failureOf(error) }))
  .finally(() => port.close());
