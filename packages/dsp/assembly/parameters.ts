import { allocate } from './memory';

// Settings arrive as a run of f64 written by the host (src/host/parameter-writer.ts) and read here in the same order.

const CAPACITY: i32 = 1024;
const scratch: usize = allocate(CAPACITY * 8);
let cursor: usize = scratch;

/** Where the host writes settings and reads results: 1024 f64. */
export function parameterPointer(): usize {
  return scratch;
}

export function beginParameters(): void {
  cursor = scratch;
}

export function nextNumber(): f64 {
  const value = load<f64>(cursor);
  cursor += 8;
  return value;
}

export function nextInt(): i32 {
  return <i32>nextNumber();
}

export function nextFlag(): bool {
  return nextNumber() != 0.0;
}

/** Reads ahead: the settings of every processor begin with whether it is on. */
export function peekFlag(): bool {
  return load<f64>(cursor) != 0.0;
}

export function skipNumbers(count: i32): void {
  cursor += <usize>count << 3;
}

export function setResult(index: i32, value: f64): void {
  store<f64>(scratch + (<usize>index << 3), value);
}
