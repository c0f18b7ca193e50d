import { AppError, commentStatusSchema, fileStateSchema, versionKindSchema } from '@sweetspot/protocol';
import { z } from 'zod';
import type { ServerApi } from './server-api.ts';

const listedSong = z.object({ id: z.string(), title: z.string(), projectTitle: z.string() });
type ListedSong = z.infer<typeof listedSong>;

const versionSchema = z.object({
  id: z.string(),
  kind: versionKindSchema,
  number: z.number(),
  name: z.string(),
  label: z.string(),
  file: z.object({
    id: z.string(),
    sha256: z.string(),
    originalName: z.string(),
    state: fileStateSchema,
    failureMessage: z.string().nullable(),
    sampleRate: z.number().nullable(),
  }),
});
export type Version = z.infer<typeof versionSchema>;

const songSchema = z.object({
  id: z.string(),
  title: z.string(),
  projectTitle: z.string(),
  stems: z.array(z.object({ name: z.string(), file: z.object({ sha256: z.string() }) })),
  versions: z.array(versionSchema),
});
export type Song = z.infer<typeof songSchema>;

const replySchema = z.object({ author: z.object({ name: z.string() }), body: z.string(), createdAt: z.coerce.date() });
const commentSchema = replySchema.extend({
  id: z.string(),
  versionId: z.string(),
  /** Samples at the rate of the version; null for the whole of it. */
  startSample: z.number().nullable(),
  endSample: z.number().nullable(),
  status: commentStatusSchema,
  visibility: z.enum(['everyone', 'team']),
  replies: z.array(replySchema),
});
export type Comment = z.infer<typeof commentSchema>;

/** The song of that id or title, the project's title before it where two have the same: `Tides/Ebb`. */
export async function findSong(api: ServerApi, wanted: string): Promise<Song> {
  const songs = await api.query('songs.list', undefined, z.array(listedSong));
  const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase();
  const full = ({ projectTitle, title }: ListedSong) => `${projectTitle}/${title}`;
  const found = songs.filter((song) => [song.id, song.title, full(song)].some((name) => same(name, wanted)));
  const [song] = found;
  if (song === undefined) {
    const some = songs.slice(0, 8).map(full).join(', ');
    throw new AppError('not_found', `You have no song “${wanted}”${some ? `; there are ${some}` : ''}.`);
  }
  if (found.length > 1) {
    throw new AppError('conflict', `Several songs are called “${wanted}”: ${found.map(full).join(', ')}; say which.`);
  }
  return getSong(api, song.id);
}

export const getSong = (api: ServerApi, songId: string): Promise<Song> =>
  api.query('songs.get', { songId }, songSchema);

export const listComments = (api: ServerApi, songId: string): Promise<Comment[]> =>
  api.query('comments.list', { songId }, z.array(commentSchema));

/** The version of that label or id; without one the newest master that can be heard, else mix, else rough. */
export function findVersion(song: Song, wanted: string | undefined): Version {
  if (wanted === undefined) {
    const ready = song.versions.filter(({ file }) => file.state === 'ready');
    const newest = (['master', 'mix', 'rough'] as const)
      .map((kind) => ready.filter((version) => version.kind === kind).toSorted((a, b) => b.number - a.number)[0])
      .find((version) => version !== undefined);
    if (newest) return newest;
    throw new AppError('not_found', `${song.title} has no version that can be heard yet.`);
  }
  const version = song.versions.find(({ id, label }) => id === wanted || label.toLowerCase() === wanted.toLowerCase());
  if (version) return version;
  const labels = song.versions.map(({ label }) => label).join(', ');
  throw new AppError('not_found', `${song.title} has no version “${wanted}”${labels ? `; it has ${labels}` : ''}.`);
}
