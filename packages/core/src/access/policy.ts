import type { Role, ShareRight } from '@sweetspot/protocol';

/** What a person can hold in a project. `owner` comes on top of a role; `link:*` are the rights of a share link. */
export type Grant = 'owner' | Role | `link:${ShareRight}` | 'worker';

const members = ['artist', 'engineer', 'client', 'owner'] as const;
const team = ['artist', 'engineer', 'owner'] as const;
const manage = ['artist', 'owner'] as const;

/** Who may do what: action × grant. A grant that is not in the row may not. The only place that says so. */
export const policy = {
  'project.view': [...members, 'link:listen', 'worker'],
  'project.update': [...team],
  'project.remove': ['owner'],
  'project.transfer': ['owner'],
  'project.activity': [...members],
  'member.invite': [...team],
  'member.update': [...manage],
  'member.remove': [...manage],
  'share.manage': [...team],
  'song.view': [...members, 'link:listen', 'worker'],
  'song.add': [...team],
  'song.update': [...team],
  'song.remove': [...manage],
  'stage.forward': [...team],
  'stage.back': [...team],
  'stem.view': [...members, 'worker'],
  'stem.update': [...team],
  'stem.remove': [...team],
  'upload.add': [...team],
  'version.listen': [...members, 'link:listen', 'worker'],
  'version.download': [...members, 'link:download', 'worker'],
  'version.update': [...team],
  'version.remove': [...team],
  'comment.add': [...members, 'link:comment'],
  'comment.add-team': [...team],
  'comment.view-team': [...team, 'worker'],
  'comment.resolve': [...members],
  'comment.moderate': [...manage],
  'approval.give': ['artist', 'client', 'owner', 'link:approve'],
  'render.request': [...team],
  'render.view-recipe': [...team, 'worker'],
  'job.view': [...members],
  'job.cancel': [...team],
  'delivery.request': [...team],
  'delivery.download': [...members, 'link:download'],
  'request.view': [...members],
  'request.add': ['artist', 'owner'],
  'request.answer': ['engineer'],
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
