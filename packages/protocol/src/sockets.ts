import { z } from 'zod';
import { type PushedEvent, pushedEventSchema } from './events.ts';
import { idSchema } from './ids.ts';
import { type JobView, jobViewSchema } from './jobs.ts';
import { sampleSchema } from './samples.ts';

/** Who is here, on which version. Never stored. */
export const presenceSchema = z.object({
  socketId: z.string(),
  personId: z.string(),
  name: z.string(),
  pictureUrl: z.string().nullable(),
  guest: z.boolean(),
  songId: idSchema.nullable(),
  versionId: idSchema.nullable(),
  atSample: sampleSchema.nullable(),
});
export type Presence = z.infer<typeof presenceSchema>;

/** What a browser may send. Every one is answered by an acknowledgement `{ ok: true, … } | { ok: false, code, message }`. */
export const clientMessages = {
  /** Come into a project's room. Answered with the newest seq and who is here; then ask for what came since. */
  'project:join': z.object({ projectId: idSchema }),
  'project:leave': z.object({ projectId: idSchema }),
  /** Where I am: at most ten a second are kept. */
  'presence:set': z.object({
    projectId: idSchema,
    songId: idSchema.nullable(),
    versionId: idSchema.nullable(),
    atSample: sampleSchema.nullable(),
  }),
} as const;
export type ClientMessage = keyof typeof clientMessages;

/** What the server sends. */
export const serverMessages = {
  'project:event': pushedEventSchema,
  /** In the place of an event that is not for this reader, so that its number is not taken for a gap. */
  'project:hidden': z.object({ projectId: idSchema, seq: z.number().int().positive() }),
  'job:progress': jobViewSchema,
  'presence:list': z.object({ projectId: idSchema, people: z.array(presenceSchema) }),
  /** Access ended: membership or link was taken away, or signed out everywhere. The socket is closed after it. */
  'access:ended': z.object({ projectId: idSchema.nullable() }),
} as const;
export type ServerMessage = keyof typeof serverMessages;

export type Ack<T> = ({ ok: true } & T) | { ok: false; code: string; message: string };

export type ClientToServer = {
  'project:join': (
    body: z.infer<(typeof clientMessages)['project:join']>,
    ack: (answer: Ack<{ lastSeq: number; people: Presence[] }>) => void,
  ) => void;
  'project:leave': (
    body: z.infer<(typeof clientMessages)['project:leave']>,
    ack: (answer: Ack<Record<never, never>>) => void,
  ) => void;
  'presence:set': (
    body: z.infer<(typeof clientMessages)['presence:set']>,
    ack: (answer: Ack<Record<never, never>>) => void,
  ) => void;
};

export type ServerToClient = {
  'project:event': (event: PushedEvent) => void;
  'project:hidden': (body: z.infer<(typeof serverMessages)['project:hidden']>) => void;
  'job:progress': (job: JobView) => void;
  'presence:list': (body: z.infer<(typeof serverMessages)['presence:list']>) => void;
  'access:ended': (body: z.infer<(typeof serverMessages)['access:ended']>) => void;
};
