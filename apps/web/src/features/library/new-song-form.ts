import { lineSchema, optionalLineSchema } from '@sweetspot/core/input/text';
import { z } from 'zod';

/** A song goes into a project; a new one needs a title and one's role in it. */
export const newSongForm = z.discriminatedUnion('place', [
  z.object({ place: z.literal('known'), title: lineSchema('The title'), projectId: z.uuid('Choose a project.') }),
  z.object({
    place: z.literal('new'),
    title: lineSchema('The title'),
    projectTitle: lineSchema('The title of the project'),
    artistName: optionalLineSchema('The artist'),
    role: z.enum(['artist', 'engineer']),
  }),
]);
