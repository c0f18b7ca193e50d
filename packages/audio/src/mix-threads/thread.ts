import { Worker } from 'node:worker_threads';
import { compiledCode } from '../child-process.ts';
import { errorOf, type Failure } from './messages.ts';

/** A worker thread whose messages are waited for; when it fails or dies, everything that waits for it rejects. */
export class Thread<Message extends { type: string }> {
  readonly #worker: Worker;
  readonly #listeners = new Set<(message: Message) => void>();
  readonly #failed: Promise<never>;
  readonly #exited: Promise<void>;

  constructor(url: URL, workerData: unknown) {
    const worker = new Worker(url, { workerData, env: { NODE_COMPILE_CACHE: compiledCode } });
    this.#worker = worker;
    this.#exited = new Promise((resolve) => worker.once('exit', () => resolve()));
    this.#failed = new Promise((_, reject) => {
      worker.once('error', reject);
      worker.once('exit', (code) => reject(new Error(`A thread of the mix ended with ${code}`)));
      worker.on('message', (message: Message | { type: 'failed'; failure: Failure }) => {
        if (message.type === 'failed') reject(errorOf((message as { failure: Failure }).failure));
        else for (const listener of this.#listeners) listener(message as Message);
      });
    });
    // Whoever waits hears of it; that nobody waits at the end is no fault.
    this.#failed.catch(() => undefined);
  }

  /** The first message of that type from now on. */
  next<Type extends Message['type']>(type: Type): Promise<Extract<Message, { type: Type }>> {
    const said = new Promise<Extract<Message, { type: Type }>>((resolve) => {
      this.on(type, resolve);
    });
    return Promise.race([said, this.#failed]);
  }

  on<Type extends Message['type']>(type: Type, listen: (message: Extract<Message, { type: Type }>) => void): void {
    this.#listeners.add((message) => {
      if (message.type === type) listen(message as Extract<Message, { type: Type }>);
    });
  }

  /** Never resolves; rejects when the thread fails or ends. */
  get failed(): Promise<never> {
    return this.#failed;
  }

  post(message: unknown): void {
    this.#worker.postMessage(message);
  }

  /** Waits until it has ended by itself. */
  exited(): Promise<void> {
    return this.#exited;
  }

  async terminate(): Promise<void> {
    await this.#worker.terminate();
  }
}
