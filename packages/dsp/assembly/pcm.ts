import { allocate, make } from './memory';

// Interleaved integers of little-endian files to planar float32, full scale = 1. Exact: 24 bits fit a float.

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

  read(frames: i32): void {
    if (this.bytesPerSample == 3) {
      if (this.channels == 2) this.readStereo24(frames);
      else this.readMono24(frames);
    } else if (this.channels == 2) this.readStereo16(frames);
    else this.readMono16(frames);
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

/** One or two channels of 2 or 3 bytes a sample; blocks of up to `capacity` frames. */
export function pcmCreate(channels: i32, bytesPerSample: i32, capacity: i32): usize {
  const it = make<PcmReader>();
  it.channels = channels;
  it.bytesPerSample = bytesPerSample;
  it.capacity = capacity;
  it.bytes = allocate(<usize>((capacity + 4) * channels * bytesPerSample + 16));
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

/** Turns the first `frames` frames of the bytes into planes. */
export function pcmRead(reader: usize, frames: i32): void {
  changetype<PcmReader>(reader).read(frames);
}
