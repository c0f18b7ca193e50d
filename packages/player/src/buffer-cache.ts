type Entry =
  | { state: 'ready'; buffer: AudioBuffer; bytes: number }
  | { state: 'loading'; promise: Promise<AudioBuffer>; controller: AbortController };

const sizeOf = (buffer: AudioBuffer): number => buffer.length * buffer.numberOfChannels * 4;

/**
 * Decoded sound by key, least recently used first to go when `maxBytes` is passed. A key that is being loaded is
 * loaded once, whoever asks; a failed one is forgotten, so that asking again tries again.
 */
export class BufferCache {
  readonly #maxBytes: number;
  readonly #entries = new Map<string, Entry>();
  #bytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  get bytes(): number {
    return this.#bytes;
  }

  get(key: string): AudioBuffer | null {
    const entry = this.#entries.get(key);
    if (entry?.state !== 'ready') return null;
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    return entry.buffer;
  }

  async load(key: string, make: (signal: AbortSignal) => Promise<AudioBuffer>): Promise<AudioBuffer> {
    const ready = this.get(key);
    if (ready) return ready;
    const entry = this.#entries.get(key);
    if (entry?.state === 'loading') return entry.promise;
    const controller = new AbortController();
    const promise = this.#fill(key, controller, make);
    this.#entries.set(key, { state: 'loading', promise, controller });
    return promise;
  }

  async #fill(
    key: string,
    controller: AbortController,
    make: (signal: AbortSignal) => Promise<AudioBuffer>,
  ): Promise<AudioBuffer> {
    try {
      const buffer = await make(controller.signal);
      controller.signal.throwIfAborted();
      this.#entries.delete(key);
      this.#entries.set(key, { state: 'ready', buffer, bytes: sizeOf(buffer) });
      this.#bytes += sizeOf(buffer);
      this.#evict(key);
      return buffer;
    } catch (error) {
      const entry = this.#entries.get(key);
      if (entry?.state === 'loading' && entry.controller === controller) this.#entries.delete(key);
      throw error;
    }
  }

  #evict(keep: string): void {
    for (const [key, entry] of this.#entries) {
      if (this.#bytes <= this.#maxBytes) return;
      if (entry.state !== 'ready' || key === keep) continue;
      this.#entries.delete(key);
      this.#bytes -= entry.bytes;
    }
  }

  /** Aborts what is being loaded and is not among the wanted keys; what is ready stays. */
  abandonExcept(wanted: ReadonlySet<string>): void {
    for (const [key, entry] of this.#entries) {
      if (entry.state !== 'loading' || wanted.has(key)) continue;
      this.#entries.delete(key);
      entry.controller.abort();
    }
  }

  clear(): void {
    this.abandonExcept(new Set());
    this.#entries.clear();
    this.#bytes = 0;
  }
}
