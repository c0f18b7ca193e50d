import { z } from 'zod';

/** Every id is a UUID; a client may make the id of what it adds, so that sending twice makes one row. */
export const idSchema = z.uuid();

/** SHA-256 of a file's bytes, lower-case hex. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/, 'A SHA-256 is 64 hexadecimal digits.');
