import { expect, it } from 'vitest';
import { lineSchema, optionalLineSchema, textSchema } from './text.ts';

const title = lineSchema('The title', 20);

it('keeps letters of every script, marks that belong to them, and emoji', () => {
  for (const value of ['Größe', 'שיר', 'می‌خواهم', '歌', '👩‍🎤', '🎸']) expect(title.parse(value)).toBe(value);
});

it('takes out of a line what turns the text around it or cannot be seen', () => {
  expect(title.parse('\u202egnos\u202c')).toBe('gnos');
  expect(title.parse('\u2067Mira\u2069\u200b')).toBe('Mira');
  expect(title.parse('one\r\ntwo\0')).toBe('one two');
});

it('does not take for text of what nothing would be seen', () => {
  for (const value of ['', '   ', '\0', '\u200b', '\u202e', '\u200d\u200d', '\u00ad']) {
    expect(title.safeParse(value).error?.issues[0]?.message).toBe('The title must not be empty.');
    expect(textSchema('A comment', 100).safeParse(value).error?.issues[0]?.message).toBe(
      'A comment must not be empty.',
    );
  }
  expect(textSchema('Notes', 100, 0).parse(' ')).toBe('');
  expect(optionalLineSchema('The name').parse(' ')).toBe('');
});
