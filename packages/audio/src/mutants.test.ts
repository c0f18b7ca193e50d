import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { MediaError } from './media-error.ts';
import { openSource } from './open-source.ts';
import { readAll, tempDir } from './testing/made-files.ts';
import { makeMutant, makeSeeds } from './testing/mutants.ts';

/** `packages/audio/scripts/fuzz-files.ts` does the same with tens of thousands. */
test('damaged files are read or refused with a reason', async () => {
  using dir = tempDir();
  const seeds = await makeSeeds(dir.path);
  const read = { ours: 0, theirs: 0 };
  const reasons = new Set<string>();
  for (let number = 0; read.ours < 100 || read.theirs < 3; number += 1) {
    const mutant = makeMutant(seeds, 42, number);
    const whose = mutant.isOurs ? 'ours' : 'theirs';
    // Decoders are processes: a few of them say enough here.
    if (whose === 'theirs' && read.theirs === 3) continue;
    read[whose] += 1;
    writeFileSync(dir.file(mutant.name), mutant.bytes);
    try {
      const planes = await readAll(await openSource(dir.file(mutant.name), { limits: { maxSeconds: 60 } }));
      const isSound = planes.every((plane) => plane.every((value) => Math.abs(value) <= 1024));
      expect(isSound, mutant.name).toBe(true);
    } catch (error) {
      if (!(error instanceof MediaError)) throw error;
      expect(error.message, mutant.name).toMatch(/^[^\n]+\.$/);
      reasons.add(error.mediaCode);
    }
  }
  expect(reasons.size).toBeGreaterThan(4);
});
