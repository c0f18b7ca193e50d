import { describe, expect, it } from 'vitest';
import { list, placesText } from './words.ts';

describe('words', () => {
  it('counts places it does not name', () => {
    expect(placesText([1])).toBe('at 0:01.0');
    expect(placesText([1, 2])).toBe('at 0:01.0 and 0:02.0');
    expect(placesText([1, 2, 3])).toBe('at 0:01.0, 0:02.0 and 1 more place');
    expect(placesText([1, 2], 40)).toBe('at 0:01.0, 0:02.0 and 38 more places');
  });

  it('ends long lists in a number', () => {
    expect(list(['a'])).toBe('a');
    expect(list(['a', 'b', 'c'])).toBe('a, b and c');
    expect(list(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c and 2 more');
  });
});
