import { AppError, idSchema, notFound, shareRightSchema, shareRights } from '@sweetspot/protocol';
import { z } from 'zod';
import { eventActor } from '../access/author.ts';
import { loadProjectFor, loadSongFor, loadVersionFor } from '../access/load.ts';
import { addAuditEntry } from '../audit/add-audit-entry.ts';
import type { Context } from '../context.ts';
import { appendEvent } from '../events/append-event.ts';
import { lineSchema } from '../input/text.ts';
import { hashPassword } from '../secrets/password.ts';
import { hashToken, newToken } from '../secrets/token.ts';
import { changeProject } from '../transaction.ts';

const common = {
  projectId: idSchema,
  name: lineSchema('The name'),
  rights: z.array(shareRightSchema),
  password: z
    .string()
    .min(4, 'The password of a link needs at least 4 characters.')
    .max(200, 'The password of a link may have 200 characters at most.')
    .optional(),
  expiresAt: z.date().optional(),
};
export const addShareLinkInput = z.discriminatedUnion('scope', [
  z.object({ ...common, scope: z.literal('project'), followLatest: z.boolean().default(false) }),
  z.object({ ...common, scope: z.literal('song'), songId: idSchema, followLatest: z.boolean().default(false) }),
  /** The version itself, whatever comes after it. */
  z.object({
    ...common,
    scope: z.literal('version'),
    songId: idSchema.optional(),
    versionId: idSchema,
    followLatest: z.literal(false).default(false),
  }),
]);
type AddShareLink = z.infer<typeof addShareLinkInput>;

const linksAtMost = 200;

/** Makes a link for people without an account. Its address is only ever answered here: the token is stored as a hash. */
export async function addShareLink(ctx: Context, input: AddShareLink): Promise<{ id: string; url: string }> {
  const { projectId, scope, name, followLatest, password, expiresAt } = input;
  const { access } = await loadProjectFor(ctx, projectId, 'share.manage');
  const { author } = access;
  if (author.userId === null) throw new Error('only members make share links');
  const createdById = author.userId;
  if (expiresAt !== undefined && expiresAt <= ctx.clock.now()) {
    throw new AppError('bad_input', 'A link has to expire in the future.');
  }
  const target = await findTarget(ctx, input);
  const token = newToken();
  const passwordHash = password === undefined ? null : await hashPassword(password);
  // Nothing can be done with what cannot be heard.
  const rights = shareRights.filter((right) => right === 'listen' || input.rights.includes(right));

  return changeProject(ctx, projectId, async (tx) => {
    const { db, clock } = tx;
    // Whoever lost the right, or the project, just before makes no new way in.
    await loadProjectFor(tx, projectId, 'share.manage');
    if ((await db.shareLink.count({ where: { projectId, revokedAt: null } })) >= linksAtMost) {
      throw new AppError('too_many', `There are ${linksAtMost} links. Revoke some first.`);
    }
    const link = await db.shareLink.create({
      data: {
        projectId,
        scope,
        ...target,
        name,
        rights,
        followLatest,
        expiresAt,
        passwordHash,
        tokenHash: hashToken(token),
        createdById,
        createdAt: clock.now(),
      },
    });
    await addAuditEntry(db, {
      projectId,
      author,
      action: 'share-link.added',
      subjectId: link.id,
      detail: { scope, rights: rights.join(' ') },
    });
    await appendEvent(db, {
      projectId,
      type: 'share-link.added',
      payload: { shareLinkId: link.id },
      actor: eventActor(author),
      visibility: 'team',
    });
    return { id: link.id, url: `${ctx.baseUrl}/s/${token}` };
  });
}

/** What the link leads to, which must lie in the project itself. */
async function findTarget(
  ctx: Context,
  input: AddShareLink,
): Promise<{ songId: string | null; versionId: string | null }> {
  switch (input.scope) {
    case 'project':
      return { songId: null, versionId: null };
    case 'song': {
      const { record: song } = await loadSongFor(ctx, input.songId, 'song.view');
      if (song.projectId !== input.projectId) throw notFound('This song');
      return { songId: song.id, versionId: null };
    }
    case 'version': {
      const { record: version } = await loadVersionFor(ctx, input.versionId, 'version.listen');
      if (version.song.projectId !== input.projectId) throw notFound('This version');
      if (input.songId !== undefined && input.songId !== version.songId) throw notFound('This version');
      return { songId: version.songId, versionId: version.id };
    }
  }
}
