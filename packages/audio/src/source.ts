import type { MediaFormat, MediaWarning } from '@sweetspot/protocol';

/** What a file says about itself before it is read to the end. */
export interface SourceInfo extends Omit<MediaFormat, 'frames'> {
  /** Exact when the container states it and we parse it ourselves; null when only decoding tells. */
  frames: number | null;
  /** A guess for progress bars when `frames` is null; null when there is not even that. */
  framesHint: number | null;
}

/** Planar float32: one array per channel, all of one length. */
export type Block = Float32Array[];

/** A file as a stream of blocks. */
export interface AudioSource {
  readonly info: SourceInfo;
  /**
   * The next block, or null at the end. Blocks are as long as `blockFrames` asked for, the last one shorter. The arrays
   * belong to the caller; those of `spare`, a block that is no longer needed, may be used again. Throws MediaError; rejects
   * with `cancelled` when the signal was raised.
   */
  read(spare?: Block | null): Promise<Block | null>;
  /** Grows while reading: what was wrong but could be survived. */
  readonly warnings: MediaWarning[];
  close(): Promise<void>;
}
