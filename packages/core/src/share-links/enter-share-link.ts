import { AppError } from '@sweetspot/protocol';
import { z } from 'zod';
import { requireUser } from '../access/require-user.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import { countAttempt } from '../audit/count-attempt.ts';
import type { Context } from '../context.ts';
import { typedPasswordSchema } from '../input/password.ts';
import { lineSchema } from '../input/text.ts';
import { verifyPassword } from '../secrets/password.ts';
import { hashToken, newToken } from '../secrets/token.ts';
import { changeProject } from '../transaction.ts';
import { findActiveLink } from './find-active-link.ts';

export const enterShareLinkInput = z.object({
  token: z.string().max(200),
  password: typedPasswordSchema.optional(),
  /** Not needed of a signed-in person. */
  name: lineSchema('Your name', 80).optional(),
});

export type EnteredShareLink = {
  guestId: string;
  shareLinkId: string;
  /** For the guest's cookie; null for a signed-in person and for a guest who has been here before. */
  sessionToken: string | null;
  /** Where the link leads, within this installation. */
  href: string;
};

const guestsAtMost = 1_000;

/**
 * Comes in through a link: as a guest with a session of their own, or as the signed-in person. Coming again is the same
 * guest. Throws `not_found` for a link that is void, `not_allowed` for a wrong password, `too_many` after twenty of them
 * from the same network in fifteen minutes.
 *
 * @param ip address of who asks.
 */
export async function enterShareLink(
  ctx: Context,
  { token, password, name }: z.infer<typeof enterShareLinkInput>,
  ip: string,
): Promise<EnteredShareLink> {
  const link = await findActiveLink(ctx, token);
  const { id: shareLinkId, projectId } = link;
  if (link.passwordHash !== null) await checkPassword(ctx, link, password, ip);
  const href =
    link.songId === null
      ? `/projects/${projectId}`
      : `/songs/${link.songId}${link.versionId === null ? '' : `?v=${link.versionId}`}`;

  const user = ctx.actor.kind === 'user' ? await requireUser(ctx) : null;
  const guestName = user?.name ?? name;
  if (guestName === undefined) throw new AppError('bad_input', 'Give a name, so that the others know who you are.');

  return changeProject(ctx, projectId, async ({ db, clock, actor }) => {
    const guestIds = actor.kind === 'guest' ? [...actor.guestIds] : [];
    const returning = await db.guest.findFirst({
      where: { shareLinkId, ...(user === null ? { id: { in: guestIds } } : { userId: user.id }) },
    });
    const now = clock.now();
    if (returning !== null) {
      await db.guest.update({ where: { id: returning.id }, data: { name: guestName, lastSeenAt: now } });
      return { guestId: returning.id, shareLinkId, sessionToken: null, href };
    }
    if ((await db.guest.count({ where: { shareLinkId } })) >= guestsAtMost) {
      throw new AppError('too_many', 'Too many people have used this link. Ask for a new one.');
    }
    const sessionToken = user === null ? newToken() : null;
    const guest = await db.guest.create({
      data: {
        shareLinkId,
        name: guestName,
        userId: user?.id,
        sessionHash: sessionToken === null ? null : hashToken(sessionToken),
        createdAt: now,
        lastSeenAt: now,
      },
    });
    await addAuditEntry(db, {
      projectId,
      author: { userId: null, guestId: guest.id, name: guestName },
      action: 'share-link.entered',
      subjectId: shareLinkId,
    });
    return { guestId: guest.id, shareLinkId, sessionToken, href };
  });
}

async function checkPassword(
  ctx: Context,
  link: { id: string; projectId: string; passwordHash: string | null },
  password: string | undefined,
  ip: string,
): Promise<void> {
  if (password === undefined) throw new AppError('not_allowed', 'This link needs a password.');
  const takeBack = await countAttempt(ctx, {
    action: 'share-link.password-refused',
    subjectId: link.id,
    projectId: link.projectId,
    ip,
    limit: 20,
    withinMinutes: 15,
    takesTurns: true,
  });
  if (!(await verifyPassword(link.passwordHash, password))) {
    throw new AppError('not_allowed', 'This is not the password of the link.');
  }
  await takeBack();
}
