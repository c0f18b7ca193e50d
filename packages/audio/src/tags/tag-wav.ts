import type { LoudnessFigures } from '../loudness-figures.ts';
import { type WavOptions, wavHeader, wavSampleBytes } from '../wav-writer.ts';
import { spliceFile } from './splice-file.ts';
import type { TagsAndPicture } from './tag-fields.ts';
import { bextChunk, tagChunks } from './wav-chunks.ts';

/** Writes a WAV of `WavWriter` anew as a Broadcast Wave with its tags, and what it measures in `bext`. */
export function tagWav(
  fromPath: string,
  toPath: string,
  content: TagsAndPicture,
  wav: WavOptions & { frames: number; loudness: LoudnessFigures },
): void {
  const before = bextChunk(content, wav.loudness);
  const after = Buffer.concat(tagChunks(content));
  const dataBytes = wav.frames * wav.channels * wavSampleBytes[wav.samples];
  const from = wavHeader(wav, 0).length;
  spliceFile(fromPath, toPath, [
    wavHeader(wav, wav.frames, { before, bytesAfter: after.length }),
    { from, to: from + dataBytes + (dataBytes % 2) },
    after,
  ]);
}
