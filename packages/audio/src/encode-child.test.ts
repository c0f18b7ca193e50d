import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { expect, test } from 'vitest';
import { startChild } from './child-process.ts';
import type { EncodeTask } from './encode-child.ts';
import { answerFd, FrameReader, frameHeader, frameKinds, inputFd } from './pipe-frames.ts';
import { tempDir } from './testing/made-files.ts';

test('memory stays flat over the segments of a long file', { timeout: 60_000 }, async () => {
  using dir = tempDir();
  const sampleRate = 48_000;
  const segmentSeconds = 4;
  const seconds = 45 * 60;
  const task: EncodeTask = {
    kind: 'segments',
    dir: dir.file('segments'),
    framesPerSegment: segmentSeconds * sampleRate,
    sampleRate,
    channels: 1,
    coding: { codec: 'flac', bitDepth: 16, exponent: 0, compressionLevel: 0 },
  };
  // A third of what the frames of this file would take.
  const maxRssBytes = 240 * 1024 * 1024;
  const child = startChild('./encode-child.ts', { maxRssBytes, task }, ['ignore', 'ignore', 'pipe', 'pipe', 'pipe']);
  const input = child.process.stdio[inputFd] as Writable;
  const answers = new FrameReader(child.process.stdio[answerFd] as Readable);
  // Its end is seen below; a pipe that breaks with it says no more.
  input.on('error', () => input.destroy());
  const second = new Uint8Array(sampleRate * 4);
  for (let at = 0; at < seconds && !input.destroyed; at += 1) {
    input.write(frameHeader(frameKinds.block, 0, second.length));
    const flowing = input.write(second);
    if (!flowing) await Promise.race([once(input, 'drain'), child.exited]);
  }
  if (!input.destroyed) input.end(frameHeader(frameKinds.end, 0, 0));
  const answer = await answers.next();
  expect(child.ranOutOfMemory()).toBe(false);
  expect(answer?.kind).toBe(frameKinds.end);
  expect(JSON.parse(answer!.payload.toString())).toHaveProperty('files.length', seconds / segmentSeconds);
  await child.exited;
});
