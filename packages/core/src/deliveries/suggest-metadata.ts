import {
  type Artwork,
  artworkSchema,
  type DraftMetadata,
  deliveryMetadataSchema,
  draftMetadataSchema,
  idSchema,
} from '@sweetspot/protocol';
import { z } from 'zod';
import { loadSongFor } from '../access/load.ts';
import type { AccessContext } from '../access/reader.ts';
import type { Db } from '../context.ts';

export const suggestMetadataInput = z.object({ songId: idSchema });

/** What is the same for all songs of a release. */
const ofRelease = [
  'album',
  'albumArtist',
  'upc',
  'year',
  'pLine',
  'cLine',
  'genre',
  'trackTotal',
  'discTotal',
] as const;

export type Release = {
  /** What would be written into a song's files if nobody typed anything. */
  suggested: DraftMetadata & { title: string; artist: string };
  /** The newest delivery of each other song. */
  others: { songTitle: string; metadata: DraftMetadata }[];
  artwork: Artwork | null;
};

/** What would be written into the files of a song, from its project and from what was delivered before, and the cover. */
export async function suggestMetadata(
  ctx: AccessContext,
  { songId }: z.infer<typeof suggestMetadataInput>,
): Promise<Pick<Release, 'suggested' | 'artwork'>> {
  await loadSongFor(ctx, songId, 'delivery.request');
  const { suggested, artwork } = await readRelease(ctx.db, songId);
  return { suggested, artwork };
}

/** Nothing is authorised here: for use cases that have loaded the song. */
export async function readRelease(db: Db, songId: string): Promise<Release> {
  const song = await db.song.findUniqueOrThrow({
    where: { id: songId },
    include: {
      project: {
        include: { songs: { where: { deletedAt: null }, orderBy: { position: 'asc' }, select: { id: true } } },
      },
    },
  });
  const { project } = song;
  const delivered = await db.delivery.findMany({
    where: { song: { projectId: project.id, deletedAt: null }, zipKey: { not: null } },
    orderBy: { createdAt: 'desc' },
    distinct: ['songId'],
    select: { songId: true, metadata: true, song: { select: { title: true } } },
  });
  const read = delivered.map((one) => ({
    songId: one.songId,
    songTitle: one.song.title,
    metadata: draftMetadataSchema.catch({}).parse(one.metadata),
  }));
  const before = read.find((one) => one.songId === songId)?.metadata ?? {};
  const [newest] = read;
  const release = Object.fromEntries(ofRelease.map((field) => [field, newest?.metadata[field]]));
  const position = project.songs.findIndex(({ id }) => id === songId) + 1;
  const known = {
    title: song.title,
    artist: project.artistName,
    album: project.title,
    trackNumber: position,
    trackTotal: project.songs.length,
  };
  const suggested = { ...known, ...present(release), ...present(before) };
  return {
    suggested: { ...deliveryMetadataSchema.parse(suggested), title: suggested.title, artist: suggested.artist },
    others: read.filter((one) => one.songId !== songId),
    artwork: artworkSchema.nullable().parse(project.artwork),
  };
}

const present = (metadata: Partial<DraftMetadata>): Partial<DraftMetadata> =>
  Object.fromEntries(Object.entries(metadata).filter(([, value]) => value !== undefined && value !== ''));
