import { expect, test } from 'vitest';
import { loadDspFromDisk } from './node.ts';
import { randomSource } from './oracle/signals.ts';
import { PcmReader } from './pcm-reader.ts';

const dsp = await loadDspFromDisk();

test.each([
  [1, 2],
  [2, 2],
  [1, 3],
  [2, 3],
] as const)('%d channels of %d bytes are read exactly, whatever the length', (channels, bytesPerSample) => {
  const reader = new PcmReader(dsp, { channels, bytesPerSample, capacityFrames: 37 });
  const random = randomSource(channels + bytesPerSample);
  const full = 2 ** (8 * bytesPerSample - 1);
  for (const frames of [37, 4, 1, 2, 3, 5, 36, 0]) {
    const samples = Array.from({ length: frames * channels }, () => Math.floor((random() * 2 - 1) * full));
    samples[0] = -full;
    samples[frames * channels - 1] = full - 1;
    const bytes = samples.flatMap((x) => Array.from({ length: bytesPerSample }, (_, n) => (x >> (8 * n)) & 0xff));
    reader.bytes.set(bytes.slice(0, frames * channels * bytesPerSample));
    const block = reader.read(frames);
    expect(block).toHaveLength(channels);
    block.forEach((plane, channel) => {
      const expected = samples.filter((_, at) => at % channels === channel && at < frames * channels);
      expect(Array.from(plane, (x) => x * full)).toEqual(expected);
    });
  }
});
