import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand, tempFolder, writeSound } from '../testing/run-command.ts';

test('analyze measures what it can read and says why it cannot read the rest', async () => {
  using folder = tempFolder();
  const good = writeSound(folder.file('good.wav'), 3, (frame) => {
    const value = 0.3 * Math.sin((2 * Math.PI * 1000 * frame) / 48_000);
    return [value, 0.8 * value];
  });
  writeFileSync(folder.file('bad.wav'), 'no sound at all');
  const { exitCode, out, err } = await runCommand(['analyze', good, folder.file('bad.wav'), '--json']);
  expect(exitCode).toBe(1);
  const [first, second] = JSON.parse(out);
  expect(first).toMatchObject({
    file: good,
    format: { container: 'wav', codec: 'pcm_s16le', sampleRate: 48_000, bitDepth: 16, channels: 2, frames: 144_000 },
    integrity: { clippedRuns: [], effectiveBits: 16 },
  });
  expect(first.sha256).toMatch(/^[0-9a-f]{64}$/);
  expect(first.loudness.rangeLu).toBeNull();
  // 10·log10(0.3²/2 · (1 + 0.8²)); a tone of 1 kHz reads as its level.
  expect(first.loudness.integratedLufs).toBeCloseTo(-11.3, 1);
  expect(second).toMatchObject({ file: folder.file('bad.wav'), error: { code: 'not_audio' } });
  expect(err).toContain('bad.wav: This looks like text');
});
