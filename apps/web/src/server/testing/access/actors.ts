/** Everybody who may knock, in the order of the tables. */
export const actorKinds = [
  'anonymous',
  /** signed in, with a project of their own elsewhere */
  'stranger',
  /** owns the project */
  'artist',
  'engineer',
  'client',
  /** was an engineer of the project until a moment ago */
  'removed',
  /** guests of a link to the song: to listen, and to do one thing more */
  'listener',
  'commenter',
  'approver',
  'downloader',
  /** a guest with every right, to one version of the song, of which none of the tables is */
  'versionGuest',
  /** a guest with every right, to another song of the project */
  'otherGuest',
  /** a guest whose link has expired */
  'expired',
] as const;
export type ActorKind = (typeof actorKinds)[number];

export const members = ['artist', 'engineer', 'client'] as const satisfies ActorKind[];
export const team = ['artist', 'engineer'] as const satisfies ActorKind[];
export const songGuests = ['listener', 'commenter', 'approver', 'downloader'] as const satisfies ActorKind[];
export const guests = [...songGuests, 'versionGuest', 'otherGuest'] as const satisfies ActorKind[];
export const users = ['stranger', 'artist', 'engineer', 'client', 'removed'] as const satisfies ActorKind[];

/** Without being named in a row: nobody is asked to sign in, everybody else finds nothing. */
export const defaultOutcome = (actor: ActorKind): 'not_signed_in' | 'not_found' =>
  actor === 'anonymous' || actor === 'expired' ? 'not_signed_in' : 'not_found';
