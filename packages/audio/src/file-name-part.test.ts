import { expect, test } from 'vitest';
import { fileNamePart } from './file-name-part.ts';

test.each([
  ['../../etc/passwd', '_.._etc_passwd'],
  ['One/Two\\Three', 'One_Two_Three'],
  ['a\0b\nc', 'a_b_c'],
  ['..', ''],
  ['  Sans.  titre. ', 'Sans. titre'],
  ['CON', '_CON'],
  ['nul.txt', '_nul.txt'],
  ['Lpt1 .', '_Lpt1'],
  ['Con Air', 'Con Air'],
  ['Auxiliary', 'Auxiliary'],
])('%j becomes %j', (text, part) => {
  expect(fileNamePart(text)).toBe(part);
});

test('a long one is cut between letters, to what two of them may take of a name', () => {
  expect(fileNamePart('a'.repeat(300))).toBe('a'.repeat(80));
  expect(fileNamePart('歌'.repeat(80))).toBe('歌'.repeat(32));
  expect(fileNamePart('𝄞'.repeat(80))).toBe('𝄞'.repeat(24));
  expect(fileNamePart(`${'a'.repeat(79)} b`)).toBe('a'.repeat(79));
});
