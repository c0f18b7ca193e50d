import { exampleDerived } from '@sweetspot/core/testing/example-derived';
import { exampleAnalysis } from '@sweetspot/protocol/testing/example-analysis';
import { expect, test } from 'vitest';
import { blindSoundOf, type SoundFile } from './blind-sound-of.ts';

function fileOf(id: string, lufs: number, dbtp: number, seconds = 180, sampleRate = 48_000): SoundFile {
  const analysis = exampleAnalysis();
  analysis.loudness.integratedLufs = lufs;
  analysis.loudness.truePeakDbtp = dbtp;
  const derived = exampleDerived(id.padEnd(64, '0'), Math.ceil(seconds / 5));
  derived.segments.framesPerSegment = 5 * sampleRate;
  return { id, sampleRate, channels: 2, frames: BigInt(Math.round(seconds * sampleRate)), analysis, derived };
}
const all = (files: SoundFile[]) => files.map((file) => blindSoundOf(file, files));

test('all play at one loudness, and none above the ceiling', () => {
  const [quiet, loud, peaky] = all([fileOf('a', -18, -3), fileOf('b', -9, -0.2), fileOf('c', -16, -0.5)]);
  const loudness = [-18 + quiet!.gainDb, -9 + loud!.gainDb, -16 + peaky!.gainDb];
  for (const each of loudness) expect(each).toBeCloseTo(loudness[0]!, 9);
  for (const peak of [-3 + quiet!.gainDb, -0.2 + loud!.gainDb, -0.5 + peaky!.gainDb])
    expect(peak).toBeLessThanOrEqual(-1 + 1e-9);
});

test('all last as long as the shortest, in whole segments, whatever their rate', () => {
  const sounds = all([fileOf('a', -14, -1, 183), fileOf('b', -14, -1, 181.5), fileOf('c', -14, -1, 190, 44_100)]);
  expect(sounds.map(({ frames, sampleRate }) => frames / sampleRate)).toEqual([180, 180, 180]);
  expect(all([fileOf('a', -14, -1, 183.3), fileOf('b', -14, -1, 183.3)]).map(({ frames }) => frames)).toEqual([
    183.3 * 48_000,
    183.3 * 48_000,
  ]);
  // Shorter than a segment: nothing to cut.
  expect(all([fileOf('a', -14, -1, 4), fileOf('b', -14, -1, 4.5)]).map(({ frames }) => frames / 48_000)).toEqual([
    4, 4.5,
  ]);
});

test('a file that was not prepared cannot be heard', () => {
  const file = fileOf('a', -14, -1);
  expect(() => blindSoundOf({ ...file, derived: null }, [file])).toThrow('does not exist');
});
