import type { Analysis } from '@sweetspot/protocol';
import {
  type AlbumRecipe,
  type AlbumSong,
  albumRecipeSchema,
  type MasterRecipe,
  type ToneMove,
} from '@sweetspot/protocol/recipes';
import { MediaError } from '../media-error.ts';
import { db as minus } from '../report/report-words.ts';
import { type SongSound, toneOf } from './album-unity.ts';
import { fitToneMoves } from './fit-tone-moves.ts';

export interface AlbumTrack {
  /** Of the file. */
  id: string;
  title: string;
  analysis: SongSound & Pick<Analysis, 'integrity'>;
}

export interface AlbumWish {
  /** What every song goes through; its target is the loudest song's. */
  chain: MasterRecipe;
  /** Index of the song that the others are brought to; the loudest when absent. */
  anchor?: number;
  /** Share of the difference to the anchor that a song keeps, 0 … 1. */
  contrast?: number;
  /** Share of the way to the album's tone, 0 … 1. */
  tone?: number;
}

const usualContrast = 0.5;
const usualTone = 0.8;
const gapSeconds = 2;
/** A song that stays this far below the loudest is worth a question. */
const veryQuietLu = 8;
const sameLu = 0.25;
/** Largest difference that is taken for a difference of sound and not of the music. */
const largestDifferenceDb = 5;

/**
 * Brings the songs of an album together. Loudness: every song keeps a share of its difference to the anchor (half unless told
 * otherwise), so that a ballad stays quieter than the single, and the loudest of them comes to the target. This is how AES
 * TD1008 sees an album (−14 LUFS for its loudest song) and what services keep that play albums as one. Tone: the album's is
 * half way between the median of its songs, by thirds of an octave, and the anchor; every other song comes nearer by a tilt, shelves and
 * broad bells of at most 3 dB. Gaps count the silence that the files bring along. Pure; the result is to be edited and rendered. Throws MediaError for silent songs.
 */
export function planAlbum(tracks: readonly AlbumTrack[], wish: AlbumWish): AlbumRecipe {
  const levels = tracks.map(({ analysis, title }) => {
    const lufs = analysis.loudness.integratedLufs;
    if (lufs === null) throw new MediaError('empty', `${title}: This file is silent; an album has no place for it.`);
    return lufs;
  });
  const anchor = wish.anchor ?? levels.indexOf(Math.max(...levels));
  const anchorTrack = tracks[anchor];
  if (!anchorTrack) throw new RangeError(`There is no song ${anchor} on this album`);
  const contrast = wish.contrast ?? usualContrast;
  const kept = levels.map((lufs) => (lufs - levels[anchor]!) * contrast);
  const loudest = Math.max(...kept);
  const wanted = albumTone(tracks, anchorTrack);
  const songs = tracks.map((track, at): Partial<AlbumSong> => {
    const levelLu = Math.max(-20, Math.round((kept[at]! - loudest) * 100) / 100) + 0;
    const isAnchor = at === anchor;
    return {
      id: track.id,
      title: track.title,
      levelLu,
      levelReason: levelReason(levels[at]! - levels[anchor]!, levelLu, {
        isAnchor,
        anchorTitle: anchorTrack.title,
        contrast,
      }),
      toneMoves: isAnchor ? [] : toneMovesTo(wanted, track, wish.tone ?? usualTone),
      ...gapBefore(tracks[at - 1], track),
    };
  });
  return albumRecipeSchema.parse({
    kind: 'album',
    version: 1,
    anchorId: anchorTrack.id,
    chain: { ...wish.chain, driveDb: null },
    songs,
    reason:
      `“${anchorTrack.title}” leads. The loudest song comes to ${minus(wish.chain.targetLufs, 1)} LUFS; every song keeps ` +
      `${percent(contrast)} of its difference to the leading one, and its tone comes nearer to the middle of the album.`,
  });
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;

function levelReason(
  differenceLu: number,
  levelLu: number,
  { isAnchor, anchorTitle, contrast }: { isAnchor: boolean; anchorTitle: string; contrast: number },
): string {
  if (isAnchor) return levelLu === 0 ? 'Leads the album.' : 'Leads the album; another song is louder and stays so.';
  if (Math.abs(differenceLu) < sameLu) return `As loud as “${anchorTitle}”.`;
  const how = differenceLu < 0 ? 'quieter' : 'louder';
  const doubt = levelLu <= -veryQuietLu ? ' That is very quiet; check that the mix is meant so.' : '';
  return `The mix is ${Math.abs(differenceLu).toFixed(1)} LU ${how} than “${anchorTitle}” and keeps ${percent(contrast)} of that.${doubt}`;
}

/** Half way between the middle song, band by band, and the anchor. */
function albumTone(tracks: readonly AlbumTrack[], anchor: AlbumTrack): ReadonlyMap<number, number> {
  const leading = toneOf(anchor.analysis);
  const tones = tracks.map(({ analysis }) => toneOf(analysis));
  const frequencies = new Set(tones.flatMap((tone) => [...tone.keys()]));
  return new Map(
    [...frequencies].map((hz) => {
      const values = tones.flatMap((tone) => tone.get(hz) ?? []).sort((a, b) => a - b);
      const half = values.length >> 1;
      const middle = values.length % 2 === 1 ? values[half]! : (values[half - 1]! + values[half]!) / 2;
      return [hz, (middle + (leading.get(hz) ?? middle)) / 2];
    }),
  );
}

function toneMovesTo(wanted: ReadonlyMap<number, number>, { analysis }: AlbumTrack, share: number): ToneMove[] {
  const missing = new Map(
    [...toneOf(analysis)].map(([hz, db]) => {
      const difference = (wanted.get(hz) ?? db) - db;
      return [hz, share * Math.min(largestDifferenceDb, Math.max(-largestDifferenceDb, difference))];
    }),
  );
  return fitToneMoves(missing).map((move) => ({ ...move, reason: toneReason(move) }));
}

/** Where a move is, as people say it. */
const regions: readonly (readonly [belowHz: number, more: string, less: string])[] = [
  [100, 'lighter at the bottom', 'heavier at the bottom'],
  [180, 'thinner in the bass', 'thicker in the bass'],
  [350, 'leaner in the low mids', 'muddier in the low mids'],
  [700, 'hollower in the mids', 'boxier in the mids'],
  [1400, 'more set back in the mids', 'more forward in the mids'],
  [3000, 'softer in presence', 'harder in presence'],
  [6000, 'duller', 'sharper'],
  [Number.POSITIVE_INFINITY, 'less airy', 'brighter on top'],
];

function toneReason({ type, frequencyHz, gainDb }: Omit<ToneMove, 'reason'>): string {
  const [, more, less] = regions.find(([belowHz]) => frequencyHz < belowHz)!;
  const was = type === 'tilt' ? (gainDb > 0 ? 'darker' : 'brighter') : gainDb > 0 ? more : less;
  return `It is ${was} than the album.`;
}

function gapBefore(
  before: AlbumTrack | undefined,
  track: AlbumTrack,
): Pick<AlbumSong, 'gapBeforeSeconds' | 'gapReason'> {
  if (!before) return { gapBeforeSeconds: 0 };
  const quiet = before.analysis.integrity.trailingSilenceSeconds + track.analysis.integrity.leadingSilenceSeconds;
  const gapBeforeSeconds = Math.round(Math.max(0, gapSeconds - quiet) * 10) / 10;
  const brought = quiet >= 0.05 ? `, of which the files bring ${quiet.toFixed(1)} s along` : '';
  return { gapBeforeSeconds, gapReason: `Songs stand ${gapSeconds} s apart${brought}.` };
}
