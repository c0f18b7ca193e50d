import { allocate } from './memory';
import { Fft, isTransformSize, makeFft } from './fft';

// The double-precision transform for the host: measuring tools work on whole spectra.

let data: usize = 0;
let fft: Fft | null = null;

export function transformTakes(size: i32): bool {
  return isTransformSize(size);
}

/** One transform of `size` complex numbers an instance; the pointer to them. */
export function transformCreate(size: i32): usize {
  fft = makeFft(size);
  data = allocate(<usize>size << 4);
  return data;
}

export function transformForward(): void {
  fft!.forward(data);
}

export function transformInverse(): void {
  fft!.inverse(data);
}

export function transformPlaceOf(frequency: i32): i32 {
  return fft!.placeOf(frequency);
}
