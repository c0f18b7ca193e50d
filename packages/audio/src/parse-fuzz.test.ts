import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ByteWindow } from './byte-window.ts';
import { MediaError } from './media-error.ts';
import { parseAiff } from './parse-aiff.ts';
import { parseWav } from './parse-wav.ts';
import type { PcmLayout } from './pcm-layout.ts';
import { bytesPerFrame } from './pcm-layout.ts';
import { sniff } from './sniff.ts';
import { aiffBytes, chunk, extensible, tempDir, wavBytes } from './testing/made-files.ts';

const ds64 = chunk('ds64', Buffer.alloc(28, 1));
const seeds: [string, Buffer][] = [
  ['wav', wavBytes({ between: [chunk('LIST', Buffer.alloc(11, 65))], data: Buffer.alloc(200, 3) })],
  [
    'extensible wav',
    wavBytes({ formatTag: 0xfffe, bits: 24, fmtBytes: 40, fmtExtra: extensible(1, 24), data: Buffer.alloc(240) }),
  ],
  [
    'rf64',
    wavBytes({ id: 'RF64', riffBytes: 0xffffffff, dataBytes: 0xffffffff, before: [ds64], data: Buffer.alloc(200) }),
  ],
  ['aiff', aiffBytes({ data: Buffer.alloc(200, 3) })],
  ['aifc', aiffBytes({ type: 'sowt', data: Buffer.alloc(200, 3) })],
];

/** The whole of opening a file that is ours to parse: a layout that fits the file, or a reason. */
function outcome(fd: number, bytes: Buffer): PcmLayout | MediaError | null {
  ftruncateSync(fd, 0);
  writeSync(fd, bytes, 0, bytes.length, 0);
  const window = new ByteWindow(fd, bytes.length);
  try {
    const kind = sniff(window);
    if (kind.parser === 'ffmpeg') return null;
    return kind.parser === 'wav' ? parseWav(window) : parseAiff(window);
  } catch (error) {
    if (error instanceof MediaError) return error;
    throw error;
  }
}

function expectSound(result: PcmLayout | MediaError | null, bytes: Buffer): void {
  if (result === null) return;
  if (result instanceof MediaError) {
    expect(result.message).toMatch(/\.$/);
    return;
  }
  expect(result.frames).toBeGreaterThan(0);
  expect(result.dataOffset + result.frames * bytesPerFrame(result)).toBeLessThanOrEqual(bytes.length);
}

test.each(seeds)('%s cut at every byte is sound or a reason', (_name, bytes) => {
  using dir = tempDir();
  const fd = openSync(dir.file('x'), 'w+');
  for (let length = 0; length <= bytes.length; length += 1) {
    const cut = bytes.subarray(0, length);
    expectSound(outcome(fd, cut), cut);
  }
  closeSync(fd);
});

test.each(seeds)('%s with 1,500 random wounds is sound or a reason', (_name, bytes) => {
  using dir = tempDir();
  const fd = openSync(dir.file('x'), 'w+');
  let state = 12_345;
  const random = (below: number) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const edges = [0, 1, 0x7f, 0x80, 0xff];
  for (let round = 0; round < 1500; round += 1) {
    const wounded = Buffer.from(bytes);
    for (let wound = 0; wound <= random(4); wound += 1) {
      const at = random(Math.min(wounded.length, 120));
      if (random(3) === 0) wounded.fill(edges[random(edges.length)]!, at, Math.min(wounded.length, at + 4));
      else wounded[at] = random(256);
    }
    expectSound(outcome(fd, wounded), wounded);
  }
  closeSync(fd);
});
