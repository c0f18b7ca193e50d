import { expect, test } from 'vitest';
import { runCommand, tempFolder, tone, writeSound } from '../testing/run-command.ts';

test('diff says in a sentence and in JSON what changed', async () => {
  using folder = tempFolder();
  const sound = tone(220, 0.2);
  const a = writeSound(folder.file('mix3.wav'), 6, sound);
  const b = writeSound(folder.file('mix4.wav'), 6, (frame) => {
    const [left, right] = sound(frame);
    const added = frame >= 2 * 48_000 && frame < 4 * 48_000 ? 0.1 * Math.sin(frame / 3) : 0;
    return [left + added, right + added];
  });
  expect((await runCommand(['diff', a, b, '-q'])).out).toContain(
    'mix4.wav is mix3.wav, changed from 0:02 to 0:04, and nowhere else.',
  );
  const { exitCode, out } = await runCommand(['diff', a, b, '--json']);
  expect(exitCode).toBe(0);
  const { offsetSamples, gainDb, residualDb, sections } = JSON.parse(out);
  expect({ offsetSamples, gainDb }).toEqual({ offsetSamples: 0, gainDb: 0 });
  expect(residualDb).toBeCloseTo(20 * Math.log10(0.1 / Math.SQRT2) + 10 * Math.log10(2 / 6), 1);
  expect(sections).toHaveLength(12);
  expect(sections[0]).toMatchObject({ fromSeconds: 0, toSeconds: 0.5, residualDb: null, bandsDb: { mid: null } });
  expect(sections[5].bandsDb.mid).toBeGreaterThan(-25);
});
