import { readFile } from 'node:fs/promises';
import { type Dsp, loadDsp } from './dsp.ts';

/** Where the build puts the binary; the web server serves this file to browsers. */
export const dspBinaryUrl = new URL('../build/sweetspot.wasm', import.meta.url);

let loading: Promise<Dsp> | undefined;

/** Loads the engine that was built beside this package, once. Rejects with a sentence when it was not built. */
export const loadDspFromDisk = (): Promise<Dsp> => {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
};

async function load(): Promise<Dsp> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(dspBinaryUrl);
  } catch (cause) {
    throw new Error('The audio engine is not built. Run `pnpm --filter @sweetspot/dsp build`.', { cause });
  }
  return loadDsp(bytes);
}
