import { parentPort, workerData } from 'node:worker_threads';
import { writeDemoStems } from '@sweetspot/audio';
import type { DemoStemsOrder } from './make-demo-stems.ts';

const { directory, song, seconds } = workerData as DemoStemsOrder;
parentPort?.postMessage(writeDemoStems(directory, { song, seconds }));
