import { z } from 'zod';

export const themeSchema = z.enum(['system', 'dark', 'light']);
export type Theme = z.infer<typeof themeSchema>;

/** What a person set for themselves; what is missing or no longer understood is as at the beginning. */
export const preferencesSchema = z.object({
  keyboardShortcuts: z.boolean().default(true).catch(true),
  theme: themeSchema.default('system').catch('system'),
});
export type Preferences = z.infer<typeof preferencesSchema>;
