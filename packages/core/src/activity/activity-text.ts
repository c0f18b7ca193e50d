import type { EventType, ProjectEventView } from '@sweetspot/protocol';

/** Names of what events speak of, by id; what was removed since has none. */
export type Names = {
  song(id: string): string;
  version(id: string): string;
  person(id: string): string;
  /** what an approval did: "approved" */
  decision(id: string): string;
};

type Line = (payload: Record<string, string>, names: Names) => string;

/** What the activity list says after the name of who did it. Events without a line are not worth one. */
const lines: Partial<Record<EventType, Line>> = {
  'project.updated': () => 'changed the project',
  'member.added': () => 'came into the project',
  'member.updated': ({ userId }, { person }) => `changed the role of ${person(userId!)}`,
  'member.removed': ({ userId }, { person }) => `took ${person(userId!)} out of the project`,
  'invitation.added': () => 'invited somebody',
  'invitation.revoked': () => 'revoked an invitation',
  'song.added': ({ songId }, { song }) => `added ${song(songId!)}`,
  'song.removed': () => 'removed a song',
  'stage.changed': ({ songId, to }, { song }) => `moved ${song(songId!)} to ${to}`,
  'stem.added': ({ songId }, { song }) => `added a stem to ${song(songId!)}`,
  'stem.removed': ({ songId }, { song }) => `removed a stem of ${song(songId!)}`,
  'version.added': ({ versionId }, { version }) => `added ${version(versionId!)}`,
  'version.removed': ({ songId }, { song }) => `removed a version of ${song(songId!)}`,
  'comment.added': ({ versionId }, { version }) => `commented on ${version(versionId!)}`,
  'approval.given': ({ versionId, approvalId }, { version, decision }) =>
    `${decision(approvalId!)} ${version(versionId!)}`,
  'approval.withdrawn': ({ versionId }, { version }) => `took back a decision on ${version(versionId!)}`,
  'delivery.ready': ({ songId }, { song }) => `made a delivery of ${song(songId!)}`,
  'request.added': ({ songId }, { song }) => `sent a request for ${song(songId!)}`,
  'request.updated': ({ songId }, { song }) => `went on with a request for ${song(songId!)}`,
  'vote.started': ({ songId }, { song }) => `asked for a blind vote on ${song(songId!)}`,
  'share-link.added': () => 'made a share link',
  'share-link.revoked': () => 'revoked a share link',
};

export const activityTypes = Object.keys(lines) as EventType[];

/** The sentence of an event; null when it has none. */
export function activityText(event: Pick<ProjectEventView, 'type' | 'payload'>, names: Names): string | null {
  return lines[event.type]?.(event.payload as Record<string, string>, names) ?? null;
}
