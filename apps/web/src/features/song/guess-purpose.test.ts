import { describe, expect, test } from 'vitest';
import { guessPurpose, mayBeSound } from './guess-purpose.ts';

describe('a name tells what a file is', () => {
  test.each([
    ['Paper Boats Mix 3.wav', 1, 'mix'],
    ['paper_boats_mixdown.aif', 1, 'mix'],
    ['Paper Boats ROUGH.mp3', 1, 'rough'],
    ['boats-master-v2.wav', 1, 'master'],
    ['REF Harbour.flac', 1, 'reference'],
    ['01 Kick In.wav', 1, 'stem'],
    ['LeadVox_comp.wav', 14, 'stem'],
    ['vox print.wav', 20, 'stem'],
    ['Paper Boats.wav', 1, 'mix'],
    ['Audio 12.wav', 26, 'stem'],
    ['Remaster study.wav', 1, 'mix'],
    ['Mixolydian dreams.wav', 1, 'mix'],
    ['Rough mix.wav', 26, 'rough'],
  ] as const)('%s, one of %i: %s', (name, together, purpose) => {
    expect(guessPurpose(name, together)).toBe(purpose);
  });
});

test('what a folder brings along is left out', () => {
  expect(['a.wav', 'b.AIFF', 'c.flac', 'd.m4a', 'e.opus'].every(mayBeSound)).toBe(true);
  expect(['.DS_Store', '._kick.wav', 'cover.jpg', 'session.ptx', 'wav'].some(mayBeSound)).toBe(false);
});
