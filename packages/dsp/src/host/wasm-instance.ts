/** A compiled engine. It can be posted to workers and worklets. */
export type DspModule = object;

/** The part of the WebAssembly API used here; browsers, workers, worklets and Node all have it, TypeScript's `lib` not. */
type WebAssemblyApi = {
  compile(bytes: BufferSource | ArrayBufferView | ArrayBuffer): Promise<DspModule>;
  Module: new (bytes: ArrayBufferView | ArrayBuffer) => DspModule;
  Instance: new (module: DspModule, imports: object) => { exports: Record<string, unknown> };
};
type BufferSource = ArrayBufferView | ArrayBuffer;

export const webAssembly = (globalThis as unknown as { WebAssembly: WebAssemblyApi }).WebAssembly;

/** A handle of an object inside the engine's memory. */
export type Handle = number;

/** Functions of `assembly/index.ts`; all take and return numbers. */
type EngineFunction = (...values: number[]) => number;

/** One wasm instance. Every engine has its own, so that dropping the engine frees all of its memory. */
export class WasmInstance {
  readonly #exports: Record<string, unknown>;
  readonly #memory: { buffer: ArrayBuffer };

  constructor(module: DspModule) {
    this.#exports = new webAssembly.Instance(module, {}).exports;
    this.#memory = this.#exports.memory as { buffer: ArrayBuffer };
  }

  /** The exported function of that name; throws when the binary and the host do not belong together. */
  find(name: string): EngineFunction {
    const found = this.#exports[name];
    if (typeof found !== 'function') {
      throw new Error(`The audio engine has no function ${name}: its binary is older than its host. Build it again.`);
    }
    return found as EngineFunction;
  }

  /** A view of `length` samples. Views die when the memory grows, so make them after everything is created. */
  floats(pointer: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, pointer, length);
  }

  bytes(pointer: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#memory.buffer, pointer, length);
  }

  integers(pointer: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, pointer, length);
  }

  doubles(pointer: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, pointer, length);
  }
}
