import { MediaError } from './media-error.ts';
import { openSource } from './open-source.ts';

/** Left and right, of one length. */
export type StereoBlock = [Float32Array, Float32Array];

/** What a master is made of, as a stream. */
export interface StereoSource {
  sampleRate: number;
  /** As the containers state or guess it; null when only decoding tells. */
  expectedFrames: number | null;
  /** The next block, or null at the end. The arrays belong to the caller. */
  read(): Promise<StereoBlock | null>;
  close(): Promise<void>;
}

/** A mono or stereo file; mono plays on both sides. Throws MediaError: `too_many_channels`, and whatever opening throws. */
export async function openStereo(
  path: string,
  options: { blockSeconds: number; signal: AbortSignal | undefined },
): Promise<StereoSource> {
  const source = await openSource(path, options);
  const { sampleRate, channels, frames, framesHint } = source.info;
  if (channels > 2) {
    await source.close();
    throw new MediaError(
      'too_many_channels',
      `A master is made from mono or stereo; this file has ${channels} channels.`,
    );
  }
  return {
    sampleRate,
    expectedFrames: frames ?? framesHint,
    read: async () => {
      const block = await source.read();
      return block && [block[0]!, block[1] ?? block[0]!];
    },
    close: () => source.close(),
  };
}
