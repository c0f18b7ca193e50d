import { expect, it } from 'vitest';
import { abxVerdict, inWords, voteVerdict } from './verdict.ts';

it.each([
  [1, 'nearly every time'],
  [0.624, '62 times in 100'],
  [0.0384, '4 times in 100'],
  [0.01, 'once in 100'],
  [0.0107, 'once in 100'],
  [0.0021, '2 times in 1000'],
  [0.00026, '3 times in 10000'],
  [0.0000153, 'less than once in 5000'],
])('says %f as "%s"', (chance, words) => {
  expect(inWords(chance)).toBe(words);
});

it.each([
  [12, 16, '12 of 16: you would get this or more by guessing 4 times in 100. You most likely hear a difference.'],
  [16, 16, '16 of 16: you would get this or more by guessing less than once in 5000. You hear a difference.'],
  [8, 16, '8 of 16: exactly what guessing gives. Nothing here says that you hear a difference.'],
  [5, 16, '5 of 16: no more than guessing gives. Nothing here says that you hear a difference.'],
  [
    6,
    8,
    '6 of 8: you would get this or more by guessing 14 times in 100. Perhaps you hear a difference; this is too few to say so.',
  ],
  [
    9,
    16,
    '9 of 16: you would get this or more by guessing 40 times in 100. This does not show that you hear a difference.',
  ],
])('%i of %i', (correct, trials, sentence) => {
  expect(abxVerdict(correct, trials, trials).sentence).toBe(sentence);
});

it('draws nothing from a test that was stopped', () => {
  expect(abxVerdict(9, 9, 16)).toEqual({
    pValue: null,
    hitRate: null,
    sentence: 'Stopped after 9 of 16 trials, so nothing follows from it.',
  });
});

it.each([
  [
    [3, 1],
    '3 of 4 chose Mix 1; with 4 voters that says little: votes as one-sided as these come about by chance 62 times in 100.',
  ],
  [[2, 2], 'No winner: Mix 1 and Mix 2 have 2 votes each.'],
  [[0, 1], 'One vote, for Mix 2: a taste, not a result.'],
  [[0, 0], 'Nobody voted.'],
  [
    [9, 1],
    '9 of 10 chose Mix 1. That is more than chance: votes as one-sided as these come about by chance 2 times in 100.',
  ],
  [
    [7, 3],
    '7 of 10 chose Mix 1. It may well be chance: votes as one-sided as these come about by chance 34 times in 100.',
  ],
])('%j', (votes, sentence) => {
  const versions = votes.map((count, index) => ({ label: `Mix ${index + 1}`, votes: count }));
  expect(voteVerdict(versions).sentence).toBe(sentence);
});
