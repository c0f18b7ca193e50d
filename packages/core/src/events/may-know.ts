import type { EventType, ProjectEventView } from '@sweetspot/protocol';
import { type Action, allows, type Grant } from '../access/policy.ts';
import { coveringPasses, grantsAt, type Reader } from '../access/reader.ts';

/** What it takes to hear of each kind of event; who may not see the thing does not hear that it changed. */
const eventActions: Record<EventType, Action> = {
  'project.updated': 'project.view',
  'project.deleted': 'project.view',
  'member.added': 'project.activity',
  'member.updated': 'project.activity',
  'member.removed': 'project.activity',
  'invitation.added': 'member.invite',
  'invitation.revoked': 'member.invite',
  'song.added': 'song.view',
  'song.updated': 'song.view',
  'song.removed': 'song.view',
  'song.reordered': 'project.view',
  'stage.changed': 'song.view',
  'upload.finished': 'upload.view',
  'upload.failed': 'upload.view',
  'stem.added': 'stem.view',
  'stem.ready': 'stem.view',
  'stem.failed': 'stem.view',
  'stem.updated': 'stem.view',
  'stem.removed': 'stem.view',
  'version.added': 'version.listen',
  'version.ready': 'version.listen',
  'version.failed': 'version.listen',
  'version.updated': 'version.listen',
  'version.removed': 'version.listen',
  'comparison.ready': 'version.listen',
  'comment.added': 'version.listen',
  'comment.updated': 'version.listen',
  'comment.removed': 'version.listen',
  'approval.given': 'version.listen',
  'approval.withdrawn': 'version.listen',
  'job.changed': 'job.view',
  'delivery.ready': 'delivery.download',
  'request.added': 'request.view',
  'request.updated': 'request.view',
  // With the visibility of the team; who else was asked hears that something about the song is new.
  'vote.started': 'vote.view',
  'vote.updated': 'vote.view',
  'vote.ended': 'vote.view',
  'share-link.added': 'share.manage',
  'share-link.revoked': 'share.manage',
};

/** A reader of events: what they hold, and which versions of the project are the newest of their kind and can be heard. */
export type EventReader = {
  reader: Reader;
  readyVersionIds: ReadonlySet<string>;
  latestVersionIds: ReadonlySet<string>;
};

/** The reader at a moment: without the passes whose link has expired by then. Pure. */
export function readerAt(eventReader: EventReader, now: Date): EventReader {
  const { reader } = eventReader;
  const passes = reader.passes.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  return passes.length === reader.passes.length ? eventReader : { ...eventReader, reader: { ...reader, passes } };
}

/** What the reader holds on a version of a song. Pure. */
export function grantsOnVersion(
  { reader, readyVersionIds, latestVersionIds }: EventReader,
  { songId, versionId }: { songId: string | undefined; versionId: string },
): Grant[] {
  const version = { id: versionId, ready: readyVersionIds.has(versionId), latest: latestVersionIds.has(versionId) };
  return grantsAt(reader, { songId, version });
}

/** True when the reader may know of the event. Pure. */
export function mayKnow(
  eventReader: EventReader,
  event: Pick<ProjectEventView, 'type' | 'songId' | 'visibility' | 'payload'>,
): boolean {
  const { reader } = eventReader;
  if (event.visibility === 'team' && !allows(reader.memberGrants, 'comment.view-team')) return false;
  const action = eventActions[event.type];
  const songId = event.songId ?? undefined;
  const { versionId } = event.payload;
  if (typeof versionId !== 'string') return allows(grantsAt(reader, { songId }), action);

  if (event.type === 'version.removed') {
    // It is no longer there to be heard: told to members, and to guests whose link could have reached it.
    const passes = coveringPasses(reader, { songId });
    return (
      allows(reader.memberGrants, action) ||
      passes.some((pass) => pass.scope !== 'version' || pass.versionId === versionId)
    );
  }
  return allows(grantsOnVersion(eventReader, { songId, versionId }), action);
}
