import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { runCommand, tempFolder, tone, writeSound } from '../testing/run-command.ts';

test('a folder is mixed, its recipe mixes the same again, and verify proves it', async () => {
  using folder = tempFolder();
  const stems = folder.file('stems');
  mkdirSync(stems);
  writeSound(`${stems}/01 Kick.wav`, 2, tone(60));
  writeSound(`${stems}/02 Vox.wav`, 2, tone(400));
  writeFileSync(`${stems}/notes.txt`, 'not a stem');
  const rough = folder.file('rough.wav');
  const recipe = folder.file('rough.json');
  const made = await runCommand(['mix', stems, '-o', rough, '--recipe-out', recipe, '--json']);
  expect(made.exitCode).toBe(0);
  const report = JSON.parse(made.out);
  expect(report.strips.map(({ name }: { name: string }) => name)).toEqual(['01 Kick.wav', '02 Vox.wav']);
  expect(report.strips[0].reason).toContain('Kick');
  expect(report.loudness.truePeakDbtp).toBeLessThanOrEqual(-6);

  const again = await runCommand(['mix', recipe, '-o', folder.file('again.wav'), '--json', '--threads', '1']);
  expect(JSON.parse(again.out).sha256).toBe(report.sha256);
  const proof = await runCommand(['verify', rough, '--approved', recipe, '--json']);
  expect(proof.exitCode).toBe(0);
  expect(JSON.parse(proof.out)).toMatchObject({ matches: true, by: 'render', sha256: report.sha256 });

  writeSound(`${stems}/02 Vox.wav`, 2, tone(500));
  const refuted = await runCommand(['verify', rough, '--approved', recipe]);
  expect(refuted.exitCode).toBe(1);
  expect(refuted.out).toContain('02 Vox.wav is not the file that the recipe was rendered from');
});

test('--plain is the sum itself: no headroom taken, no dither, nothing clipped', async () => {
  using folder = tempFolder();
  const stems = folder.file('stems');
  mkdirSync(stems);
  const [a, b] = [tone(100, 0.9), tone(200, 0.9)];
  writeSound(`${stems}/a.wav`, 1, a);
  writeSound(`${stems}/b.wav`, 1, b);
  const out = folder.file('sum.wav');
  const made = await runCommand(['mix', stems, '-o', out, '--plain', '--json']);
  expect(JSON.parse(made.out)).toMatchObject({ printGainDb: 0, format: { bitDepth: '32f', frames: 48_000 } });
  const sum = readFileSync(out);
  const dataAt = sum.indexOf('data', 0, 'latin1') + 8;
  let largest = 0;
  for (let frame = 0; frame < 48_000; frame += 1) {
    for (const side of [0, 1] as const) {
      const expected = (Math.round(a(frame)[side] * 32_767) + Math.round(b(frame)[side] * 32_767)) / 32_768;
      largest = Math.max(largest, Math.abs(sum.readFloatLE(dataAt + frame * 8 + side * 4) - expected));
    }
  }
  // −140 dBFS.
  expect(largest).toBeLessThan(1e-7);
});
