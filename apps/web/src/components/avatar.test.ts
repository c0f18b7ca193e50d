import { expect, test } from 'vitest';
import { initials, personColor } from './avatar.tsx';

test.each([
  ['Mira Kask', 'MK'],
  ['Lee', 'L'],
  ['  Ana  María de la Cruz ', 'AC'],
  ['öz', 'Ö'],
  ['', '?'],
  ['Gus (label)', 'GL'],
  ['“Ida” – 2', 'I2'],
  ['…', '?'],
])('the initials of %j are %s', (name, letters) => {
  expect(initials(name)).toBe(letters);
});

test('a name always has the same colour', () => {
  expect(personColor('Mira Kask')).toBe(personColor('Mira Kask'));
  expect(new Set(['Mira Kask', 'Jo Okafor', 'Lee', 'Kai Moreau'].map(personColor)).size).toBeGreaterThan(2);
});
