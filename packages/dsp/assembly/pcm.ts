import { allocate, make } from './memory';

// Interleaved samples of little-endian files to planar float32, full scale = 1. Exact: 24 bits fit a float.

/** Beyond +60 dBFS a float is damage, not sound; as in packages/audio/src/canonical.ts. */
const LARGEST_FLOAT: f32 = 1024.0;
const SMALLEST_NORMAL: f32 = 1.1754943508222875e-38;

@unmanaged
class PcmReader {
  channels: i32;
  bytesPerSample: i32;
  capacity: i32;
  bytes: usize;
  planes: usize;

  plane(channel: i32): usize {
    // Four samples more than asked may be written.
    return this.planes + <usize>(channel * (this.capacity + 4)) * 4;
  }

  /** False when there are floats that are no sound. */
  read(frames: i32): bool {
    if (this.bytesPerSample == 4) return this.readFloats(frames);
    if (this.bytesPerSample == 3) {
      if (this.channels == 2) this.readStereo24(frames);
      else this.readMono24(frames);
    } else if (this.channels == 2) this.readStereo16(frames);
    else this.readMono16(frames);
    return true;
  }

  private readFloats(frames: i32): bool {
    const samples = frames * this.channels;
    // What lies behind the last sample, of an earlier block, must not count.
    memory.fill(this.bytes + (<usize>samples << 2), 0, 16);
    const largest = f32x4.splat(LARGEST_FLOAT);
    const smallest = f32x4.splat(SMALLEST_NORMAL);
    let sound = i32x4.splat(-1);
    for (let at = this.bytes, end = at + (<usize>samples << 2); at < end; at += 16) {
      const x = v128.load(at);
      const magnitude = f32x4.abs(x);
      sound = v128.and(sound, f32x4.le(magnitude, largest));
      v128.store(at, v128.and(x, f32x4.ge(magnitude, smallest)));
    }
    if (!i32x4.all_true(sound)) return false;
    let at = this.bytes;
    const out = this.plane(0);
    if (this.channels == 1) {
      memory.copy(out, at, <usize>samples << 2);
      return true;
    }
    const apart = this.plane(1) - out;
    for (let to = out, end = out + (<usize>frames << 2); to < end; to += 16) {
      const a = v128.load(at);
      const b = v128.load(at, 16);
      v128.store(to, i32x4.shuffle(a, b, 0, 2, 4, 6));
      v128.store(to + apart, i32x4.shuffle(a, b, 1, 3, 5, 7));
      at += 32;
    }
    return true;
  }

  private readStereo24(frames: i32): void {
    const scale = f32x4.splat(1.0 / 8388608.0);
    let at = this.bytes;
    const end = this.plane(0) + (<usize>frames << 2);
    const apart = this.plane(1) - this.plane(0);
    for (let out = this.plane(0); out < end; out += 16) {
      const a = v128.load(at);
      const b = v128.load(at, 8);
      // Three bytes into the upper three of each lane; what is in the lowest is shifted out.
      const l = i8x16.shuffle(a, b, 0, 0, 1, 2, 0, 6, 7, 8, 0, 12, 13, 14, 0, 26, 27, 28);
      const r = i8x16.shuffle(a, b, 0, 3, 4, 5, 0, 9, 10, 11, 0, 15, 24, 25, 0, 29, 30, 31);
      v128.store(out, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.shr_s(l, 8))));
      v128.store(out + apart, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.shr_s(r, 8))));
      at += 24;
    }
  }

  private readMono24(frames: i32): void {
    const scale = f32x4.splat(1.0 / 8388608.0);
    let at = this.bytes;
    const end = this.plane(0) + (<usize>frames << 2);
    for (let out = this.plane(0); out < end; out += 16) {
      const a = v128.load(at);
      const x = i8x16.shuffle(a, a, 0, 0, 1, 2, 0, 3, 4, 5, 0, 6, 7, 8, 0, 9, 10, 11);
      v128.store(out, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.shr_s(x, 8))));
      at += 12;
    }
  }

  private readStereo16(frames: i32): void {
    const scale = f32x4.splat(1.0 / 32768.0);
    let at = this.bytes;
    const end = this.plane(0) + (<usize>frames << 2);
    const apart = this.plane(1) - this.plane(0);
    for (let out = this.plane(0); out < end; out += 16) {
      const a = v128.load(at);
      v128.store(out, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.shr_s(i32x4.shl(a, 16), 16))));
      v128.store(out + apart, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.shr_s(a, 16))));
      at += 16;
    }
  }

  private readMono16(frames: i32): void {
    const scale = f32x4.splat(1.0 / 32768.0);
    let at = this.bytes;
    const end = this.plane(0) + (<usize>frames << 2);
    for (let out = this.plane(0); out < end; out += 16) {
      const a = v128.load(at);
      v128.store(out, f32x4.mul(scale, f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_s(a))));
      at += 8;
    }
  }
}

/** One or two channels of integers of 2 or 3 bytes or floats of 4; blocks of up to `capacity` frames. */
export function pcmCreate(channels: i32, bytesPerSample: i32, capacity: i32): usize {
  const it = make<PcmReader>();
  it.channels = channels;
  it.bytesPerSample = bytesPerSample;
  it.capacity = capacity;
  it.bytes = allocate(<usize>((capacity + 4) * channels * bytesPerSample + 32));
  it.planes = allocate(<usize>(channels * (capacity + 4)) * 4);
  return changetype<usize>(it);
}

/** Where the host puts the bytes of a block. */
export function pcmBytes(reader: usize): usize {
  return changetype<PcmReader>(reader).bytes;
}

export function pcmPlane(reader: usize, channel: i32): usize {
  return changetype<PcmReader>(reader).plane(channel);
}

/** Turns the first `frames` frames of the bytes into planes; 0 when there are floats among them that are no sound. */
export function pcmRead(reader: usize, frames: i32): i32 {
  return changetype<PcmReader>(reader).read(frames) ? 1 : 0;
}
