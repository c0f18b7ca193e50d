import type { Role, ShareRight } from '@sweetspot/protocol';

/**
 * What somebody holds on one object. `owner` comes on top of a role, `author` for one's own comment, approval, request or
 * upload (and only while another grant lets one see it); `participant` is who takes part in a blind test; `link:*` are the rights of a share link that covers the object.
 */
export type Grant = 'owner' | Role | 'author' | 'participant' | `link:${ShareRight}` | 'worker';

const members = ['artist', 'engineer', 'client', 'owner'] as const;
const team = ['artist', 'engineer', 'owner'] as const;
const manage = ['artist', 'owner'] as const;

/** Who may do what: action × grant. A grant that is not in the row may not. The only place that says so. */
export const policy = {
  'project.view': [...members, 'link:listen', 'worker'],
  'project.update': team,
  'project.remove': ['owner'],
  'project.transfer': ['owner'],
  'project.activity': members,
  'member.invite': team,
  'member.update': manage,
  'member.remove': manage,
  'share.manage': team,
  'song.view': [...members, 'link:listen', 'worker'],
  'song.add': team,
  'song.update': team,
  'song.remove': manage,
  'stage.forward': team,
  'stage.back': team,
  'stem.view': [...members, 'worker'],
  'stem.update': team,
  'stem.remove': team,
  'upload.view': [...team, 'worker'],
  'upload.add': team,
  'upload.continue': ['author'],
  'upload.dismiss': team,
  'version.listen': [...members, 'link:listen', 'worker'],
  'version.download': [...members, 'link:download', 'worker'],
  'version.update': team,
  'version.remove': team,
  'comment.add': [...members, 'link:comment'],
  'comment.add-team': team,
  'comment.view-team': [...team, 'worker'],
  'comment.update': ['author'],
  'comment.remove': ['author', ...manage],
  /** "done in the next version": open or reopened → addressed */
  'comment.address': team,
  /** to verify, and to reopen */
  'comment.resolve': [...members, 'author'],
  'approval.give': ['artist', 'client', 'owner', 'link:approve'],
  'approval.withdraw': ['author'],
  'render.request': team,
  'render.view-recipe': [...team, 'worker'],
  'job.view': [...members, 'worker'],
  'job.cancel': team,
  'delivery.request': team,
  'delivery.download': [...members, 'link:download', 'worker'],
  'request.view': members,
  'request.add': manage,
  'request.answer': ['engineer'],
  'request.reply': manage,
  'request.withdraw': ['author', 'owner'],
  'abx.start': [...members, 'link:comment'],
  'vote.start': members,
  /** Also that there is one. */
  'vote.view': [...team, 'participant'],
  /** To hear its sounds under their letters, to answer and to vote. */
  'blind-test.take': ['participant'],
  'vote.close': ['author', ...manage],
} as const satisfies Record<string, readonly Grant[]>;

export type Action = keyof typeof policy;
export const actions = Object.keys(policy) as Action[];

/** True when one of the grants allows the action. Pure. */
export function allows(grants: Iterable<Grant>, action: Action): boolean {
  const row: readonly Grant[] = policy[action];
  for (const grant of grants) if (row.includes(grant)) return true;
  return false;
}

/** All actions that these grants allow, for views. */
export const permissionsOf = (grants: Iterable<Grant>): Action[] => {
  const held = [...grants];
  return actions.filter((action) => allows(held, action));
};

/** Artists and owners give any role; an engineer may not make somebody who could remove them. */
export function mayAssignRole(grants: Iterable<Grant>, role: Role): boolean {
  const held = [...grants];
  return allows(held, 'member.update') || (allows(held, 'member.invite') && role !== 'artist');
}
