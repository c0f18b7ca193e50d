import type { WasmInstance } from './wasm-instance.ts';

/** Keeps what the engine notes down at every step: `fields` numbers each. Grows with the length of the programme. */
export class StepLog {
  readonly #fields: number;
  readonly #window: Float32Array;
  readonly #take: () => number;
  #values = new Float32Array(1024);
  count = 0;

  /** `pointer`: where the engine leaves up to `capacity` steps; `take` answers how many there are and begins anew. */
  constructor(
    wasm: WasmInstance,
    { pointer, capacity, fields, take }: { pointer: number; capacity: number; fields: number; take: () => number },
  ) {
    this.#fields = fields;
    this.#window = wasm.floats(pointer, capacity * fields);
    this.#take = take;
  }

  /** Copies what is new; to be called before the engine runs out of room. */
  collect(): void {
    const count = this.#take();
    if (count === 0) return;
    const end = (this.count + count) * this.#fields;
    if (end > this.#values.length) {
      const larger = new Float32Array(Math.max(end, this.#values.length * 2));
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values.set(this.#window.subarray(0, count * this.#fields), this.count * this.#fields);
    this.count += count;
  }

  /** One number of every step. */
  field(index: number): Float32Array {
    const values = new Float32Array(this.count);
    for (let step = 0; step < this.count; step++) values[step] = this.#values[step * this.#fields + index]!;
    return values;
  }
}
