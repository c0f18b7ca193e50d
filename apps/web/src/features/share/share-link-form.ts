import { lineSchema } from '@sweetspot/core/input/text';
import { shareRightSchema } from '@sweetspot/protocol/roles';
import { z } from 'zod';

/** What of the project a link opens, as one choice: all of it, a song by id, or one version. */
export type ShareTarget =
  | { scope: 'project' }
  | { scope: 'song'; songId: string }
  | { scope: 'version'; songId: string; versionId: string };

export const shareLinkForm = z.object({
  name: lineSchema('The name'),
  rights: z.array(shareRightSchema),
  password: z.union([
    z.literal(''),
    z
      .string()
      .min(4, 'The password of a link needs at least 4 characters.')
      .max(200, 'The password of a link may have 200 characters at most.'),
  ]),
  expires: z.enum(['never', 'day', 'week', 'month']),
  followLatest: z.boolean(),
});
export type ShareLinkForm = z.input<typeof shareLinkForm>;

const days: Record<ShareLinkForm['expires'], number | null> = { never: null, day: 1, week: 7, month: 30 };

/** The moment when a link made now ends; undefined when it does not. */
export function expiryOf(expires: ShareLinkForm['expires'], now: Date): Date | undefined {
  const count = days[expires];
  return count === null ? undefined : new Date(now.getTime() + count * 86_400_000);
}
