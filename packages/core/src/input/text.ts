import { z } from 'zod';

/** What PostgreSQL cannot store (NUL) or UTF-8 cannot say (lone surrogates) is taken out. */
const clean = (value: string): string => value.replaceAll('\0', '').toWellFormed().trim();

/** A line: a title or a name. Control characters and line breaks become spaces. */
export const lineSchema = (what: string, maxLength = 120) =>
  z
    .string()
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .transform((value) => clean(value.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ')))
    .pipe(
      z
        .string()
        .min(1, `${what} must not be empty.`)
        .max(maxLength, `${what} may have ${maxLength} characters at most.`),
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
        .min(minLength, `${what} must not be empty.`)
        .max(maxLength, `${what} may have ${maxLength.toLocaleString('en')} characters at most.`),
    );
