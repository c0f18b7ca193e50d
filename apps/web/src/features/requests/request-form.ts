import { textSchema } from '@sweetspot/core/input/text';
import { serviceSchema } from '@sweetspot/protocol/songs';
import { z } from 'zod';

/** One address or name in each line. */
export const referencesOf = (lines: string): string[] =>
  lines
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

export const requestForm = z.object({
  songId: z.uuid('Choose a song.'),
  service: serviceSchema,
  brief: textSchema('The brief', 10_000),
  references: z.string(),
  dueOn: z.union([z.literal(''), z.iso.date('Choose a day.')]),
  includedRounds: z
    .number('Type a number.')
    .int('Whole rounds only.')
    .min(0, 'Not less than none.')
    .max(20, '20 rounds at most.'),
});
export type RequestForm = z.input<typeof requestForm>;
