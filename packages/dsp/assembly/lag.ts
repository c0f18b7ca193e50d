import { allocate, make } from './memory';

// A delay by whole samples: what aligns the branches of a mix. At zero it costs nothing.

@unmanaged
export class Lag {
  frames: i32;
  ring: usize;
  capacity: i32;
  at: i32;

  /** Allocates when it is longer than ever before. What was in it is gone when the length changes. */
  set(frames: i32): void {
    if (frames == this.frames) return;
    if (frames > this.capacity) {
      this.ring = allocate(<usize>frames << 4);
      this.capacity = frames;
    }
    this.frames = frames;
    this.reset();
  }

  process(buffer: usize, frames: i32): void {
    const length = this.frames;
    if (length == 0) return;
    let at = this.at;
    const end = buffer + (<usize>frames << 4);
    for (; buffer < end; buffer += 16) {
      const slot = this.ring + (<usize>at << 4);
      const late = v128.load(slot);
      v128.store(slot, v128.load(buffer));
      v128.store(buffer, late);
      if (++at == length) at = 0;
    }
    this.at = at;
  }

  reset(): void {
    this.at = 0;
    memory.fill(this.ring, 0, <usize>this.frames << 4);
  }
}

export function makeLag(): Lag {
  return make<Lag>();
}
