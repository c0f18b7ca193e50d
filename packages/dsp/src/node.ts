import { readFile } from 'node:fs/promises';
import { type Dsp, loadDsp } from './dsp.ts';

/** Where the build puts the binary; the web server serves this file to browsers. */
export const dspBinaryUrl = new URL('../build/sweetspot.wasm', import.meta.url);

/** Loads the engine that was built beside this package. Rejects with a sentence when it was not built. */
export const loadDspFromDisk = async (): Promise<Dsp> => {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(dspBinaryUrl);
  } catch (cause) {
    throw new Error('The audio engine is not built. Run `pnpm --filter @sweetspot/dsp build`.', { cause });
  }
  return loadDsp(bytes);
};
