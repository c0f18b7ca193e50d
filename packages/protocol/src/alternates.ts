import { z } from 'zod';

/** Other versions of a master, made from the stems behind it. */
export const alternateKinds = ['instrumental', 'a_cappella', 'tv', 'no_limiter'] as const;
export const alternateKindSchema = z.enum(alternateKinds);
export type AlternateKind = z.infer<typeof alternateKindSchema>;

/** What stands behind the title. */
export const alternateLabels: Record<AlternateKind, string> = {
  instrumental: 'Instrumental',
  a_cappella: 'A Cappella',
  tv: 'TV',
  no_limiter: 'No Limiter',
};

export const alternateNotes: Record<AlternateKind, string> = {
  instrumental: 'without any voice',
  a_cappella: 'voices alone',
  tv: 'without the lead voice, for singing live to it',
  no_limiter: 'everything, without the limiter; 32-bit float, so that peaks over full scale are kept',
};

/** An alternate that can be asked for: the names of the stems in it and of those it leaves out; `refusal` says why it cannot. */
export type AlternateOffer = { kind: AlternateKind; heard: string[]; left: string[]; refusal: string | null };
/** What can be asked for of a version, or the reason why nothing can. */
export type AlternateOffers = AlternateOffer[] | { reason: string };
