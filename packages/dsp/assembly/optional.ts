import { nextInt, peekFlag, skipNumbers } from './parameters';

// Processors that take memory only once they are switched on. A chain keeps the pointer, 0 while there is none.

/** Reads the length of the settings and the settings; makes the processor when it is on for the first time. */
export function readOptional<T>(object: usize, make: (sampleRate: f64) => T, sampleRate: f64): usize {
  const count = nextInt();
  if (object == 0) {
    if (!peekFlag()) {
      skipNumbers(count);
      return 0;
    }
    object = changetype<usize>(make(sampleRate));
  }
  changetype<T>(object).read();
  return object;
}

// @ts-ignore: decorator
@inline
export function processOptional<T>(object: usize, buffer: usize, frames: i32): void {
  if (object != 0) changetype<T>(object).process(buffer, frames);
}

export function latencyOfOptional<T>(object: usize): i32 {
  return object == 0 ? 0 : changetype<T>(object).latency();
}

export function flushOptional<T>(object: usize): void {
  if (object != 0) changetype<T>(object).flush();
}

export function resetOptional<T>(object: usize): void {
  if (object != 0) changetype<T>(object).reset();
}
