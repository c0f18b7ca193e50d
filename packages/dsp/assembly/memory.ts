// Memory of one engine. Every engine of the host has a wasm instance of its own, so nothing is ever freed one by one:
// engines allocate when they are made, never in `process`, and the host's garbage collector takes the whole instance.

/** Zeroed memory on a 16-byte boundary. Grows the memory when needed; traps when the host has none left. */
export function allocate(bytes: usize): usize {
  const pointer = heap.alloc(bytes + 16);
  const aligned = (pointer + 15) & ~(<usize>15);
  memory.fill(aligned, 0, bytes);
  return aligned;
}

/** One `@unmanaged` object with all fields zero. */
// @ts-ignore: decorator
@inline
export function make<T>(): T {
  return changetype<T>(allocate(offsetof<T>()));
}
