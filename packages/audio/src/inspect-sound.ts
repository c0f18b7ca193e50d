import { createHash } from 'node:crypto';
import { type Dsp, LoudnessMeter } from '@sweetspot/dsp';
import { checkMeasurable } from './check-measurable.ts';
import { type LoudnessFigures, loudnessFigures } from './loudness-figures.ts';
import { throwIfAborted } from './media-error.ts';
import { openSource } from './open-source.ts';
import type { AudioSource } from './source.ts';

export interface InspectedSound {
  sampleRate: number;
  channels: number;
  frames: number;
  loudness: LoudnessFigures;
  /** SHA-256 of the samples of each channel as float32: files of different kinds with the same sound have the same. */
  samplesSha256: string[];
}

/** Measures a finished file as a listener's player decodes it, and fingerprints its samples. Throws MediaError. */
export async function inspectSound(dsp: Dsp, path: string, signal?: AbortSignal): Promise<InspectedSound> {
  const source = await openSource(path, { signal });
  try {
    return await readThrough(dsp, source, signal);
  } finally {
    await source.close();
  }
}

async function readThrough(dsp: Dsp, source: AudioSource, signal?: AbortSignal): Promise<InspectedSound> {
  checkMeasurable(source.info);
  const { channels, sampleRate } = source.info;
  const meter = new LoudnessMeter(dsp, { channels, sampleRate });
  const hashes = Array.from({ length: channels }, () => createHash('sha256'));
  let frames = 0;
  for (let block = await source.read(); block; block = await source.read(block)) {
    throwIfAborted(signal);
    meter.push(block);
    for (const [channel, plane] of block.entries()) hashes[channel]!.update(plane);
    frames += block[0]!.length;
  }
  return {
    sampleRate,
    channels,
    frames,
    loudness: loudnessFigures(meter.result(), frames / sampleRate),
    samplesSha256: hashes.map((hash) => hash.digest('hex')),
  };
}
