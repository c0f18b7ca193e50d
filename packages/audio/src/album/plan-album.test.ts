import { defaultMasterRecipe } from '@sweetspot/protocol/recipes';
import { expect, test } from 'vitest';
import { albumUnity, type SongSound } from './album-unity.ts';
import { moveDbAt } from './fit-tone-moves.ts';
import { type AlbumTrack, planAlbum } from './plan-album.ts';

const frequencies = [31.5, 50, 80, 125, 200, 315, 500, 800, 1250, 2000, 3150, 5000, 8000, 12_500];

/** A song that falls by 4 dB an octave, changed by `toneDb`. */
const track = (
  id: string,
  integratedLufs: number,
  { toneDb = (_hz: number): number => 0, leading = 0, trailing = 0 } = {},
): AlbumTrack => ({
  id,
  title: id,
  analysis: {
    loudness: { integratedLufs },
    spectrum: {
      thirdOctaveDb: frequencies.map((hz) => {
        const db = integratedLufs - 4 * Math.log2(hz / 1000) + toneDb(hz);
        return { hz, db, midDb: db, sideDb: null };
      }),
    },
    integrity: {
      leadingSilenceSeconds: leading,
      trailingSilenceSeconds: trailing,
    } as AlbumTrack['analysis']['integrity'],
  },
});
const wish = { chain: defaultMasterRecipe({ lufs: -14 }) };

test('every song keeps half of its difference to the anchor, and the loudest comes to the target', () => {
  const tracks = [track('single', -12), track('ballad', -20), track('opener', -15)];
  const levels = (anchor?: number, contrast?: number) =>
    planAlbum(tracks, {
      ...wish,
      ...(anchor === undefined ? {} : { anchor }),
      ...(contrast === undefined ? {} : { contrast }),
    }).songs.map(({ levelLu }) => levelLu);
  expect(levels()).toEqual([0, -4, -1.5]);
  expect(levels(1)).toEqual([0, -4, -1.5]);
  expect(levels(0, 1)).toEqual([0, -8, -3]);
  expect(levels(0, 0)).toEqual([0, 0, 0]);
  const { anchorId, songs } = planAlbum(tracks, { ...wish, anchor: 2 });
  expect(anchorId).toBe('opener');
  expect(songs[1]!.levelReason).toBe('The mix is 5.0 LU quieter than “opener” and keeps 50 % of that.');
  expect(songs[2]!.levelReason).toBe('Leads the album; another song is louder and stays so.');
});

test('songs come nearer in tone by few gentle moves with their reasons; the anchor and songs like it stay', () => {
  const tracks = [
    track('anchor', -14),
    track('alike', -14),
    track('dull', -14, { toneDb: (hz) => -1.2 * Math.log2(hz / 1000) }),
    track('boxy', -14, { toneDb: (hz) => 4 * Math.exp(-((Math.log2(hz / 500) / 0.8) ** 2)) }),
  ];
  const { songs } = planAlbum(tracks, wish);
  const [anchor, alike, dull, boxy] = songs.map(({ toneMoves }) => toneMoves);
  expect(anchor).toEqual([]);
  expect(alike).toEqual([]);
  expect(moveDbAt(dull!, 8000) - moveDbAt(dull!, 80)).toBeGreaterThan(3);
  expect(dull!.map(({ reason }) => reason)).toContain('It is darker than the album.');
  expect(boxy!.find(({ frequencyHz }) => frequencyHz === 500)!.gainDb).toBeLessThan(-2);
  expect(boxy!.find(({ frequencyHz }) => frequencyHz === 500)!.reason).toBe('It is boxier in the mids than the album.');
  for (const { gainDb } of songs.flatMap(({ toneMoves }) => toneMoves)) expect(Math.abs(gainDb)).toBeLessThanOrEqual(3);

  const after = tracks.map(({ analysis }, at): SongSound => {
    const bands = analysis.spectrum.thirdOctaveDb;
    const moved = bands.map(({ hz, db }) => ({ hz, db: db! + moveDbAt(songs[at]!.toneMoves, hz) }));
    return { loudness: analysis.loudness, spectrum: { thirdOctaveDb: moved } };
  });
  const was = albumUnity(tracks.map(({ analysis }) => analysis)).toneDistanceDb;
  expect(albumUnity(after).toneDistanceDb).toBeLessThan(was / 2);
});

test('gaps count the silence that files bring along; silence itself has no place on an album', () => {
  const tracks = [track('a', -14, { trailing: 0.5 }), track('b', -14, { leading: 0.2, trailing: 9 }), track('c', -14)];
  expect(planAlbum(tracks, wish).songs.map(({ gapBeforeSeconds }) => gapBeforeSeconds)).toEqual([0, 1.3, 0]);
  const silent = { ...track('d', -14) };
  const nothing = { ...silent, analysis: { ...silent.analysis, loudness: { integratedLufs: null } } };
  expect(() => planAlbum([...tracks, nothing], wish)).toThrow('d: This file is silent');
});
