import { z } from 'zod';
import { serviceSchema } from './songs.ts';

/** `problem`: will be heard, or stops the next step; `warning`: worth a look; `info`: good to know. */
export const findingSeverities = ['problem', 'warning', 'info'] as const;
export const findingSeveritySchema = z.enum(findingSeverities);
export type FindingSeverity = z.infer<typeof findingSeveritySchema>;

/** One thing that was noticed in a file, in a sentence a musician understands. */
export const findingSchema = z.object({
  /** Stable name of the rule, snake_case. */
  code: z.string(),
  severity: findingSeveritySchema,
  message: z.string(),
  /** Where it can be heard, seconds from the start; empty when it is true of the whole file. */
  atSeconds: z.array(z.number().nonnegative()),
});
export type Finding = z.infer<typeof findingSchema>;

/** What a file is by its sound: one element of a song, a mix that nobody mastered yet, or a finished master. */
export const materials = ['stems', 'mix', 'master'] as const;
export const materialSchema = z.enum(materials);
export type Material = z.infer<typeof materialSchema>;

export const readinessSchema = z.object({
  stage: materialSchema,
  /** The service that the material asks for next; null when nothing is left to do. */
  recommendation: serviceSchema.nullable(),
  /** Why, in sentences; never empty. */
  reasons: z.array(z.string()),
  /** Worst first. */
  findings: z.array(findingSchema),
});
export type Readiness = z.infer<typeof readinessSchema>;
