import { z } from 'zod';

/** Text that PostgreSQL can store and UTF-8 can say: without NUL and without halves of surrogate pairs. */
export const storableSchema = z
  .string()
  .refine((value) => !value.includes('\0') && value.isWellFormed(), 'This has a character that cannot be kept.');
