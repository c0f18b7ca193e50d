import { z } from 'zod';

/** A position or length in samples (frames) at a stated rate. JSON-safe: below 2^53. */
export const sampleSchema = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
