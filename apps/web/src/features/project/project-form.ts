import { lineSchema, optionalLineSchema } from '@sweetspot/core/input/text';
import { z } from 'zod';

export const newProjectForm = z.object({
  title: lineSchema('The title'),
  artistName: optionalLineSchema('The artist'),
  role: z.enum(['artist', 'engineer']),
});

export const editProjectForm = newProjectForm.omit({ role: true });
