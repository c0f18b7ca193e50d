import { z } from 'zod';
import { idSchema } from './ids.ts';

/** What pg-boss carries: the id of a Job row. Everything else is read from the database when the work starts. */
export const jobPayloadSchema = z.object({ jobId: idSchema });

export const jobKinds = ['ingest', 'render', 'deliver', 'compare'] as const;
export const jobKindSchema = z.enum(jobKinds);
export type JobKind = z.infer<typeof jobKindSchema>;

export const jobStateSchema = z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type JobState = z.infer<typeof jobStateSchema>;

/** A job as the tray shows it; also what the worker broadcasts while it runs (ephemeral, never stored as an event). */
export const jobViewSchema = z.object({
  id: idSchema,
  projectId: idSchema,
  songId: idSchema,
  kind: jobKindSchema,
  subjectId: idSchema,
  label: z.string(),
  state: jobStateSchema,
  progress: z.number().min(0).max(1),
  attempt: z.number().int(),
  cancelRequested: z.boolean(),
  failureMessage: z.string().nullable(),
  /** it failed, and another attempt may go better; a file that is no sound is none the next time either */
  canRetry: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type JobView = z.infer<typeof jobViewSchema>;
