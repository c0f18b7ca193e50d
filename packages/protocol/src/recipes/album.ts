import { z } from 'zod';
import { isIsrc } from '../deliveries.ts';
import { type MasterRecipe, masterRecipeSchema } from './master.ts';
import { frequencyHz, nodeId, nodeName, reason } from './processors.ts';

/** Albums are moved gently: what needs more wants another mix. */
export const largestToneMoveDb = 3;
/** As many as the tracks of a CD (IEC 60908). */
export const mostSongs = 99;
const mostBands = 8;
/** Loudness that a master can be made for, LUFS. */
export const masterLufsRange = [-36, -4] as const;

/** A band of EQ that brings a song nearer the others, with the reason beside it. */
export const toneMoveSchema = z.strictObject({
  type: z.enum(['tilt', 'bell', 'lowShelf', 'highShelf']),
  frequencyHz,
  gainDb: z.number().min(-largestToneMoveDb).max(largestToneMoveDb),
  q: z.number().min(0.1).max(4),
  reason,
});
export type ToneMove = z.infer<typeof toneMoveSchema>;

const chainSchema = masterRecipeSchema.refine(({ stems }) => stems === undefined, {
  message: 'A song of an album is one file; make its stem master first',
  path: ['stems'],
});

const seconds = (most: number) => z.number().min(0).max(most);

export const albumSongSchema = z.strictObject({
  /** Of the file it is made from. */
  id: nodeId,
  title: nodeName,
  isrc: z.string().refine(isIsrc, 'An ISRC is twelve letters and digits without hyphens').nullable().default(null),
  /** Its loudness against the album's target, LU: 0 for the loudest, −4 for a quiet song. */
  levelLu: z.number().min(-20).max(6),
  levelReason: reason,
  toneMoves: z.array(toneMoveSchema).max(6).default([]),
  /** Silence between the file before and this one; 0 is gapless. Of the first song nothing is heard. */
  gapBeforeSeconds: seconds(60),
  gapReason: reason,
  fadeInSeconds: seconds(60).default(0),
  fadeOutSeconds: seconds(120).default(0),
  /** Gain into the limiter, found by the render; null is not found yet. */
  driveDb: z.number().min(-40).max(40).nullable().default(null),
  /** A chain of its own instead of the album's. */
  chain: chainSchema.nullable().default(null),
});
export type AlbumSong = z.infer<typeof albumSongSchema>;

/** Songs in their order and what is done to each so that they belong together. */
export const albumRecipeSchema = z
  .strictObject({
    kind: z.literal('album'),
    version: z.literal(1),
    title: nodeName.default(''),
    artist: nodeName.default(''),
    /** The song that the others are brought to. */
    anchorId: nodeId,
    /** What every song goes through; its `targetLufs` is that of a song at `levelLu` 0. */
    chain: chainSchema,
    songs: z.array(albumSongSchema).min(1).max(mostSongs),
    reason,
  })
  .superRefine(({ songs, anchorId, chain }, context) => {
    const ids = songs.map(({ id }) => id);
    const twice = ids.findIndex((id, at) => ids.indexOf(id) < at);
    if (twice >= 0)
      context.addIssue({ code: 'custom', message: 'Two songs have one id', path: ['songs', twice, 'id'] });
    if (!ids.includes(anchorId)) {
      context.addIssue({ code: 'custom', message: 'The anchor is not on the album', path: ['anchorId'] });
    }
    songs.forEach((song, at) => {
      if (bandsOf(song.chain ?? chain).length + song.toneMoves.length <= mostBands) return;
      const message = `The chain has bands for ${mostBands} moves in all`;
      context.addIssue({ code: 'custom', message, path: ['songs', at, 'toneMoves'] });
    });
  });
export type AlbumRecipe = z.infer<typeof albumRecipeSchema>;

const bandsOf = ({ eq }: MasterRecipe) => (eq.enabled ? eq.bands : []);

/** Where a song of an album should come to, LUFS; more or less than a master can be made for where levels add up to that. */
export const plannedLufs = ({ chain }: Pick<AlbumRecipe, 'chain'>, { levelLu }: AlbumSong): number =>
  chain.targetLufs + levelLu;

/**
 * The master of one song of an album: the chain with the song's level, within what a master can be made for, and its tone moves behind
 * the chain's own bands.
 */
export function masterOfSong(album: AlbumRecipe, song: AlbumSong): MasterRecipe {
  const { chain: common } = album;
  const chain = song.chain ?? common;
  const moves = song.toneMoves.map(({ type, frequencyHz: hz, gainDb, q }) => ({
    type,
    enabled: true,
    frequencyHz: hz,
    gainDb,
    q,
  }));
  const bands = [...bandsOf(chain), ...moves];
  const [least, most] = masterLufsRange;
  return {
    ...chain,
    targetLufs: Math.min(most, Math.max(least, plannedLufs(album, song))),
    driveDb: song.driveDb,
    eq: moves.length > 0 ? { ...chain.eq, enabled: true, bands } : chain.eq,
  };
}
