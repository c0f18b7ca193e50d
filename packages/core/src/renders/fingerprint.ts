import { createHash } from 'node:crypto';
import type { Recipe } from '@sweetspot/protocol/recipes';
import { z } from 'zod';

/** What a render reads: originals by their hash, so that a later change of a row changes nothing. */
export const renderInputsSchema = z.array(
  z.object({
    stemId: z.uuid().optional(),
    versionId: z.uuid().optional(),
    sha256: z.string(),
    /** Only listened to: what is made holds nothing of it and can be made again without it. */
    reference: z.literal(true).optional(),
  }),
);
export type RenderInputs = z.infer<typeof renderInputsSchema>;

/**
 * SHA-256 over everything that decides a render's samples: the same kind, recipe, inputs and engine give the same
 * fingerprint, whatever the order of keys. The order of inputs counts: floating-point sums depend on it.
 */
export function fingerprint(question: {
  kind: 'rough' | 'mix' | 'master';
  recipe: Recipe;
  inputs: RenderInputs;
  engine: string;
}): string {
  return createHash('sha256').update(canonicalJson(question)).digest('hex');
}

/** JSON with keys in order and without what is undefined. */
function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const entries = Object.entries(value)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonicalJson(item)}`).join(',')}}`;
}
