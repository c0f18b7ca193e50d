import { expect, test } from 'vitest';
import { runCommand, tempFolder, writeSound } from '../testing/run-command.ts';

test('intake checks a folder against its rough, which may lie among the stems', async () => {
  using folder = tempFolder();
  const stem = (name: string, hz: number, gain = 1) =>
    writeSound(folder.file(name), 6, (frame) => {
      const value =
        gain * 0.2 * Math.sin((2 * Math.PI * hz * frame) / 48_000) * Math.abs(Math.sin(frame / (9000 + hz)));
      return [value, value];
    });
  stem('Kick.wav', 60);
  stem('Vox.wav', 900);
  stem('Vox double.wav', 900, -0.9);
  const rough = writeSound(folder.file('Rough.wav'), 6, (frame) => {
    const tone = (hz: number) =>
      0.2 * Math.sin((2 * Math.PI * hz * frame) / 48_000) * Math.abs(Math.sin(frame / (9000 + hz)));
    const value = tone(60) + 0.1 * tone(900);
    return [value, value];
  });
  const { exitCode, out } = await runCommand(['intake', folder.path, '--rough', rough, '--json', '--quiet']);
  const report = JSON.parse(out) as {
    stems: { file: string; role: string }[];
    findings: { code: string; stems: number[] }[];
    rough: { offsetSamples: number; residualDb: number | null };
  };
  expect(exitCode).toBe(0);
  expect(report.stems.map(({ file }) => file)).toEqual(['Kick.wav', 'Vox double.wav', 'Vox.wav']);
  expect(report.rough.offsetSamples).toBe(0);
  expect(report.rough.residualDb ?? -200).toBeLessThan(-60);
  const codes = report.findings.map(({ code }) => code);
  expect(codes).toContain('sums_to_rough');
  expect(report.findings.find(({ code }) => code === 'polarity')?.stems).toEqual([1, 2]);
});
