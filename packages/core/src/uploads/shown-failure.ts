import type { Prisma } from '@sweetspot/prisma';

/** Files that could not be read, while somebody is still to be told: neither dismissed nor removed from their song. */
export const shownFailure = {
  state: 'failed',
  dismissedAt: null,
  OR: [{ stem: { removedAt: null } }, { version: { removedAt: null } }],
} satisfies Prisma.AudioFileWhereInput;
