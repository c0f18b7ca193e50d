import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { DemoStem, SongName } from '@sweetspot/audio';

export type DemoStemsOrder = { directory: string; song: SongName; seconds: number | undefined };

/** Synthesises the stems of a demo song in a thread of its own, which leaves this one to its jobs. */
export async function makeDemoStems(order: DemoStemsOrder): Promise<DemoStem[]> {
  const worker = new Worker(new URL('demo-stems-thread.ts', import.meta.url), { workerData: order });
  const [stems] = (await once(worker, 'message')) as [DemoStem[]];
  return stems;
}
