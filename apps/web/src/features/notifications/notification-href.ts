import type { NotificationView } from '@sweetspot/protocol/views';

/** Where a notice leads: the request, the comment or version in its song, the song, or the project. */
export function notificationHref({
  projectId,
  songId,
  target,
}: Pick<NotificationView, 'projectId' | 'songId' | 'target'>): string {
  if (target.requestId) return `/requests#request-${target.requestId}`;
  if (songId === null) return `/projects/${projectId}`;
  const query = new URLSearchParams();
  if (target.versionId) query.set('v', target.versionId);
  if (target.blindTestId) query.set('blind', target.blindTestId);
  if (target.commentId) query.set('c', target.commentId);
  const text = query.toString();
  return `/songs/${songId}${text ? `?${text}` : ''}`;
}
