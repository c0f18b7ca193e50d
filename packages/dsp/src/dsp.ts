import { type DspModule, webAssembly } from './host/wasm-instance.ts';

/** A loaded engine binary, from which meters, mixers and masters are made. */
export type Dsp = { readonly module: DspModule };

/**
 * Compiles the binary (or takes a compiled module that was posted from elsewhere). Works in Node, workers, worklets and
 * pages. Rejects with `WebAssembly.CompileError` when the bytes are no WebAssembly or the host has no SIMD.
 */
export const loadDsp = async (source: Uint8Array | ArrayBuffer | DspModule): Promise<Dsp> => {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) return { module: await webAssembly.compile(source) };
  return { module: source };
};
