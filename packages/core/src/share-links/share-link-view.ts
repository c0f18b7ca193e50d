import type { ShareLink } from '@sweetspot/prisma';
import { versionLabel } from '@sweetspot/protocol';
import type { ShareLinkView } from '@sweetspot/protocol/views';

/** What a share link is shown with. */
export const shareLinkInclude = {
  project: { select: { title: true } },
  song: { select: { title: true, deletedAt: true } },
  version: { select: { kind: true, number: true, name: true, removedAt: true } },
  guests: { select: { name: true, lastSeenAt: true }, orderBy: { lastSeenAt: 'desc' }, take: 50 },
} as const;

type Target = {
  project: { title: string };
  song: { title: string } | null;
  version: Parameters<typeof versionLabel>[0] | null;
};

/** "Tides", "Harbour" or "Harbour, Mix 3". */
export function targetLabel({ project, song, version }: Target): string {
  if (song === null) return project.title;
  return version === null ? song.title : `${song.title}, ${versionLabel(version)}`;
}

export const isActive = (link: { revokedAt: Date | null; expiresAt: Date | null }, now: Date): boolean =>
  link.revokedAt === null && (link.expiresAt === null || link.expiresAt > now);

export function shareLinkView(
  link: ShareLink & Target & { guests: { name: string; lastSeenAt: Date }[] },
  now: Date,
): ShareLinkView {
  return {
    id: link.id,
    name: link.name,
    scope: link.scope,
    songId: link.songId,
    versionId: link.versionId,
    targetLabel: targetLabel(link),
    rights: link.rights,
    hasPassword: link.passwordHash !== null,
    followLatest: link.followLatest,
    expiresAt: link.expiresAt,
    state: link.revokedAt !== null ? 'revoked' : isActive(link, now) ? 'active' : 'expired',
    guests: link.guests,
    createdAt: link.createdAt,
  };
}
