import { mixBlockFrames } from '@sweetspot/dsp';

/** Frames that travel together: enough that waiting is rare, few enough to stay in a core's cache. */
export const slotFrames = 4 * mixBlockFrames;
/** Slots of a ring: how far banks may run ahead of the desk. */
const slots = 3;
const written = 0;
const read = 1;

export type SumRingShape = { bankCount: number; busCount: number };

/**
 * Sums of banks on their way from one thread to another, in shared memory: one thread writes slot after slot, one reads
 * them. A slot holds `slotFrames` interleaved frames of double per bank and bus, which of them are there, and how many of
 * its frames have sound from a stem.
 */
export class SumRing {
  readonly #shape: SumRingShape;
  readonly #control: Int32Array;
  readonly #soundFrames: Int32Array;
  readonly #present: Uint8Array;
  readonly #sums: Float64Array;

  constructor(shape: SumRingShape, buffer: SharedArrayBuffer) {
    const sums = shape.bankCount * shape.busCount;
    this.#shape = shape;
    this.#control = new Int32Array(buffer, 0, 2);
    this.#soundFrames = new Int32Array(buffer, 8, slots);
    const presentAt = align(8 + slots * 4);
    const present = sums * slots * (slotFrames / mixBlockFrames);
    this.#present = new Uint8Array(buffer, presentAt, present);
    this.#sums = new Float64Array(buffer, align(presentAt + present), sums * slots * slotFrames * 2);
  }

  static allocate({ bankCount, busCount }: SumRingShape): SharedArrayBuffer {
    const sums = bankCount * busCount;
    const present = sums * slots * (slotFrames / mixBlockFrames);
    return new SharedArrayBuffer(align(align(8 + slots * 4) + present) + sums * slots * slotFrames * 16);
  }

  /** Of the writer: waits until slot `slot` is free. */
  async waitForRoom(slot: number): Promise<void> {
    for (;;) {
      const done = Atomics.load(this.#control, read);
      if (slot - done < slots) return;
      const change = Atomics.waitAsync(this.#control, read, done);
      if (change.async) await change.value;
    }
  }

  /** Of the writer: slot `slot` is complete. */
  publish(slot: number, soundFrames: number): void {
    this.#soundFrames[slot % slots] = soundFrames;
    Atomics.store(this.#control, written, slot + 1);
    Atomics.notify(this.#control, written);
  }

  /** Of the writer: nobody reads any more; whoever waits for room goes on. */
  abandon(): void {
    Atomics.store(this.#control, read, 2 ** 30);
    Atomics.notify(this.#control, read);
  }

  /** Of the reader: blocks the thread until slot `slot` is there; answers how many of its frames have sound. */
  waitForSlot(slot: number): number {
    for (;;) {
      const done = Atomics.load(this.#control, written);
      if (done > slot) return this.#soundFrames[slot % slots]!;
      Atomics.wait(this.#control, written, done);
    }
  }

  /** Of the reader: slot `slot` may be written over. */
  release(slot: number): void {
    Atomics.store(this.#control, read, slot + 1);
    Atomics.notify(this.#control, read);
  }

  /** Of the writer: nothing of this block of the slot is there yet. `block` counts blocks of the engine within the slot. */
  clear(slot: number, block: number): void {
    const { bankCount, busCount } = this.#shape;
    const at = this.#presentAt(slot, block, 0, 0);
    this.#present.fill(0, at, at + bankCount * busCount);
  }

  put(slot: number, block: number, bank: number, bus: number, sum: Float64Array): void {
    this.#sums.set(sum, this.#sumAt(slot, block, bank, bus));
    this.#present[this.#presentAt(slot, block, bank, bus)] = 1;
  }

  /** The sum of a bank on a bus, or null when the bank added nothing to it. */
  find(slot: number, block: number, bank: number, bus: number): Float64Array | null {
    if (this.#present[this.#presentAt(slot, block, bank, bus)] === 0) return null;
    const at = this.#sumAt(slot, block, bank, bus);
    return this.#sums.subarray(at, at + mixBlockFrames * 2);
  }

  #presentAt(slot: number, block: number, bank: number, bus: number): number {
    const { bankCount, busCount } = this.#shape;
    return (((slot % slots) * (slotFrames / mixBlockFrames) + block) * bankCount + bank) * busCount + bus;
  }

  #sumAt(slot: number, block: number, bank: number, bus: number): number {
    return this.#presentAt(slot, block, bank, bus) * mixBlockFrames * 2;
  }
}

const align = (bytes: number): number => (bytes + 7) & ~7;
