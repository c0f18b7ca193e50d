import { createHash, randomBytes } from 'node:crypto';

/** 256 random bits, fit for a URL. Only its hash is stored. */
export const newToken = (): string => randomBytes(32).toString('base64url');

/** SHA-256, hex. A token is random enough to need neither salt nor slowness. */
export const hashToken = (token: string): string => createHash('sha256').update(token).digest('hex');
