import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { partPath } from './publish-file.ts';
import { WavWriter } from './wav-writer.ts';

test('a full disk is called that', () => {
  const folder = mkdtempSync(join(tmpdir(), 'sweetspot-wav-'));
  const path = join(folder, 'a.wav');
  // Linux keeps a device on which there is never any room.
  symlinkSync('/dev/full', partPath(path));
  try {
    const write = () => new WavWriter(path, { sampleRate: 48_000, channels: 1, samples: 'int16' });
    expect(write).toThrow(
      expect.objectContaining({ mediaCode: 'write_failed', message: 'The disk is full; make room and try again.' }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
