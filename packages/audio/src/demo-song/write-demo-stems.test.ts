import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { readFileSamples, tempDir } from '../testing/made-files.ts';
import { parsePhrase, parsePitch } from './note-text.ts';
import { writeScore } from './score.ts';
import { songs } from './songs.ts';
import { writeDemoStems } from './write-demo-stems.ts';

test('pitches and phrases are read as musicians write them', () => {
  expect(['C4', 'A4', 'F#4', 'Bb3', 'C-1'].map(parsePitch)).toEqual([60, 69, 66, 58, 0]);
  expect(parsePhrase('-:0.5 A4:1 C5:2.5')).toEqual([
    { atBeat: 0.5, beats: 1, pitch: 69 },
    { atBeat: 1.5, beats: 2.5, pitch: 72 },
  ]);
  expect(() => parsePhrase('H4:1')).toThrow(/no pitch/);
});

test.each(Object.values(songs))('$title is about 90 s; every bar of its phrases is full', (song) => {
  const score = writeScore(song);
  expect(Math.abs(score.frames / 48_000 - 90)).toBeLessThan(1);
  expect(new Set(score.bars.map((bar) => bar.section.name))).toContain('chorus');
  for (const { voice, hook } of song.sections) {
    for (const text of [...voice, ...hook]) {
      expect(text.split(' ').reduce((sum, token) => sum + Number(token.split(':')[1]), 0)).toBe(4);
    }
  }
});

test('stems are of one length, all sound, none clips, and the same options give the same bytes', async () => {
  using dir = tempDir();
  const stems = writeDemoStems(dir.file('a'), { song: 'paper-boats', seconds: 8 });
  expect(stems.length).toBeGreaterThanOrEqual(9);
  for (const { path, channels, frames } of stems) {
    const block = await readFileSamples(path);
    expect(block.map((plane) => plane.length)).toEqual(Array(channels).fill(8 * 48_000));
    expect(frames).toBe(8 * 48_000);
    const peak = block.reduce((max, plane) => plane.reduce((most, value) => Math.max(most, Math.abs(value)), max), 0);
    expect(peak).toBeGreaterThan(0.02);
    expect(peak).toBeLessThan(0.8);
  }
  const again = writeDemoStems(dir.file('b'), { song: 'paper-boats', seconds: 8 });
  const other = writeDemoStems(dir.file('c'), { song: 'glass-harbour', seconds: 8 });
  stems.forEach((stem, index) => {
    const bytes = readFileSync(stem.path);
    expect(readFileSync(again[index]!.path).equals(bytes)).toBe(true);
    expect(readFileSync(other[index]!.path).equals(bytes)).toBe(false);
  });
});
