import { createHash, randomBytes } from 'node:crypto';
import type { Prisma, ShareLink } from '../../client/client.ts';
import type { Db } from './db.ts';

/** A link to a project, song or version, by which of them is given; it lets people listen and comment. */
export async function makeShareLink(
  db: Db,
  {
    token = randomBytes(32).toString('base64url'),
    ...data
  }: Partial<Prisma.ShareLinkUncheckedCreateInput> & { projectId: string; createdById: string; token?: string },
): Promise<ShareLink & { token: string }> {
  const scope = data.versionId ? 'version' : data.songId ? 'song' : 'project';
  const version = data.versionId ? await db.version.findUniqueOrThrow({ where: { id: data.versionId } }) : null;
  const link = await db.shareLink.create({
    data: {
      name: 'For the label',
      rights: ['listen', 'comment'],
      scope,
      tokenHash: createHash('sha256').update(token).digest('hex'),
      ...data,
      songId: data.songId ?? version?.songId,
    },
  });
  return { ...link, token };
}
