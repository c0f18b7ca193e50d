import { notFound } from '@sweetspot/protocol';
import type { Context } from '../context.ts';
import { hashToken } from '../secrets/token.ts';
import { isActive, shareLinkInclude } from './share-link-view.ts';

/** The link of a token. Throws the same `not_found` for one that never was, expired, was revoked, or leads nowhere now. */
export async function findActiveLink({ db, clock }: Context, token: string) {
  const link = await db.shareLink.findFirst({
    where: { tokenHash: hashToken(token), project: { deletedAt: null } },
    include: shareLinkInclude,
  });
  const leads = link !== null && link.song?.deletedAt == null && link.version?.removedAt == null;
  if (!leads || !isActive(link, clock.now())) throw notFound('This link');
  return link;
}
