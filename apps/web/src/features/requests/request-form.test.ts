import { expect, test } from 'vitest';
import { referencesOf, requestForm } from './request-form.ts';

test('references are one a line; empty lines are nothing', () => {
  expect(referencesOf(' https://a.example \n\n Harbour – Salt\n')).toEqual(['https://a.example', 'Harbour – Salt']);
});

test('a request needs a song, a brief and whole rounds; a day is optional', () => {
  const good = {
    songId: '0192f0c4-2b1a-7c3e-9d4f-1a2b3c4d5e6f',
    service: 'mix',
    brief: 'Warm, not loud.',
    references: '',
    dueOn: '',
    includedRounds: 3,
  };
  expect(requestForm.safeParse(good).success).toBe(true);
  for (const change of [{ songId: '' }, { brief: '  ' }, { includedRounds: 1.5 }, { dueOn: 'soon' }])
    expect(requestForm.safeParse({ ...good, ...change }).success).toBe(false);
});
