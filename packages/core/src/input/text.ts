import { z } from 'zod';

/** What PostgreSQL cannot store (NUL) or UTF-8 cannot say (lone surrogates) is taken out. */
const clean = (value: string): string => value.replaceAll('\0', '').toWellFormed().trim();

/** Turns the text around that follows (embeddings, overrides, isolates), or is there and cannot be seen. */
const deceiving = /[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]/g;

/** False for text of which nothing would be seen. */
const isVisible = (value: string): boolean => /[^\p{Z}\p{C}]/u.test(value);

/** A line: a title or a name. Control characters and line breaks become spaces; what only deceives is taken out. */
export const lineSchema = (what: string, maxLength = 120) =>
  z
    .string()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .transform((value) => clean(value.replace(deceiving, '').replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')))
    .pipe(
      z
        .string()
        .max(maxLength, `${what} may have ${maxLength} characters at most.`)
        .refine(isVisible, `${what} must not be empty.`),
    );

/** A line that may be left empty. */
export const optionalLineSchema = (what: string, maxLength = 120) =>
  z.union([
    z
      .string()
      .regex(/^\s*$/)
      .transform(() => ''),
    lineSchema(what, maxLength),
  ]);

/** Text of several lines. */
export const textSchema = (what: string, maxLength: number, minLength = 1) =>
  z
    .string()
    .transform(clean)
    .pipe(
      z
        .string()
        .max(maxLength, `${what} may have ${maxLength.toLocaleString('en')} characters at most.`)
        .refine((value) => minLength === 0 || isVisible(value), `${what} must not be empty.`),
    );
