import { Worker } from 'node:worker_threads';
import type { FromMixWorker, MixWorkerData, ToMixWorker } from './mix-worker.ts';
import type { Block } from './source.ts';

/** Blocks that may be on their way to the mixer: enough to keep it busy, few enough to keep memory flat. */
const maxInFlight = 4;

/** A mix engine on a thread of its own. */
export class MixThread {
  readonly latencyFrames: number;
  readonly tailFrames: number;
  readonly #worker: Worker;
  readonly #inbox: Inbox;
  #inFlight = 0;

  static async start(data: MixWorkerData): Promise<MixThread> {
    const worker = new Worker(new URL('./mix-worker.ts', import.meta.url), { workerData: data });
    const inbox = new Inbox(worker);
    return new MixThread(worker, inbox, await inbox.next('ready'));
  }

  /** Use `start`: the engine is ready only after the thread has loaded it. */
  private constructor(worker: Worker, inbox: Inbox, ready: Extract<FromMixWorker, { type: 'ready' }>) {
    this.#worker = worker;
    this.#inbox = inbox;
    this.latencyFrames = ready.latencyFrames;
    this.tailFrames = ready.tailFrames;
  }

  /** Hands over a block (the arrays are gone afterwards) and waits while the mixer is behind. */
  async mix(inputs: (Block | null)[], frames: number, from: number, to: number): Promise<void> {
    const message: ToMixWorker = { type: 'block', inputs, frames, from, to };
    const buffers = new Set(inputs.flatMap((block) => block?.map((plane) => plane.buffer as ArrayBuffer) ?? []));
    this.#worker.postMessage(message, [...buffers]);
    this.#inFlight += 1;
    while (this.#inFlight > maxInFlight) {
      await this.#inbox.next('mixed');
      this.#inFlight -= 1;
    }
  }

  /** Completes the file. */
  async finish(): Promise<{ frames: number; truePeakDbtp: number }> {
    for (; this.#inFlight > 0; this.#inFlight -= 1) await this.#inbox.next('mixed');
    this.#worker.postMessage({ type: 'finish' } satisfies ToMixWorker);
    return this.#inbox.next('finished');
  }

  /** Ends the thread; harmless after `finish`. */
  async close(): Promise<void> {
    await this.#worker.terminate();
  }
}

/** The worker's messages in order, waited for one at a time; its death rejects. */
class Inbox {
  readonly #messages: FromMixWorker[] = [];
  #error: Error | null = null;
  #wake: (() => void) | null = null;

  constructor(worker: Worker) {
    worker.on('message', (message: FromMixWorker) => {
      this.#messages.push(message);
      this.#wake?.();
    });
    worker.on('error', (error) => {
      this.#error = error instanceof Error ? error : new Error(String(error));
      this.#wake?.();
    });
    worker.on('exit', (code) => {
      this.#error ??= new Error(`the mixing thread ended with ${code}`);
      this.#wake?.();
    });
  }

  async next<Type extends FromMixWorker['type']>(type: Type): Promise<Extract<FromMixWorker, { type: Type }>> {
    while (this.#messages.length === 0) {
      if (this.#error) throw this.#error;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
      this.#wake = null;
    }
    const message = this.#messages.shift()!;
    if (message.type !== type) throw new Error(`the mixing thread said ${message.type} instead of ${type}`);
    return message as Extract<FromMixWorker, { type: Type }>;
  }
}
