import { validateHeaderValue } from 'node:http';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { contentDisposition } from './content-disposition.ts';

test('a plain name stays as it is', () => {
  expect(contentDisposition('Kick.wav')).toBe(`attachment; filename="Kick.wav"; filename*=UTF-8''Kick.wav`);
});

test('a name cannot end the header, leave the folder or turn the text around', () => {
  expect(contentDisposition('a\r\nSet-Cookie: x=1')).not.toMatch(/[\r\n]/);
  expect(contentDisposition('../../etc/passwd')).not.toContain('/');
  expect(contentDisposition('\u202Egpj.exe')).not.toContain('%E2%80%AE');
});

test('quotes stay inside and umlauts survive', () => {
  expect(contentDisposition('Größe "1".wav')).toBe(
    `attachment; filename="Gr__e _1_.wav"; filename*=UTF-8''Gr%C3%B6%C3%9Fe%20%221%22.wav`,
  );
});

test('a long name is cut between characters, not inside one', () => {
  expect(contentDisposition(`x${'🥁'.repeat(250)}`)).toContain(`''x${'%F0%9F%A5%81'.repeat(199)}`);
});

test('whatever the name, the header is valid', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (name) => {
      expect(() => validateHeaderValue('content-disposition', contentDisposition(name))).not.toThrow();
    }),
  );
});
