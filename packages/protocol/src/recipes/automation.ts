import { z } from 'zod';
import { levelDb, nodeId, pan } from './processors.ts';

/** 2^48 samples are 46 years at 192 kHz. */
const atSample = z
  .number()
  .int()
  .min(0)
  .max(2 ** 48);

const points = <Value extends z.ZodType>(value: Value) =>
  z
    .array(z.strictObject({ atSample, value }))
    .min(1)
    .max(5000)
    .refine((list) => list.every((point, at) => at === 0 || list[at - 1]!.atSample < point.atSample), {
      message: 'Automation points must follow one another in time',
    });

/**
 * One parameter through the song: at a point it has that value; between points levels move in straight lines of dB and
 * pan in straight lines, mute (1 or 0) holds until the next point.
 */
export const automationSchema = z.discriminatedUnion('parameter', [
  z.strictObject({ parameter: z.literal('faderDb'), points: points(levelDb) }),
  z.strictObject({ parameter: z.literal('pan'), points: points(pan) }),
  z.strictObject({ parameter: z.literal('mute'), points: points(z.union([z.literal(0), z.literal(1)])) }),
  /** `to` is the return of the send that moves. */
  z.strictObject({ parameter: z.literal('sendDb'), to: nodeId, points: points(levelDb) }),
]);
export type Automation = z.infer<typeof automationSchema>;
