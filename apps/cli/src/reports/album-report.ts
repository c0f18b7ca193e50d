import type { AlbumResult, AlbumUnity } from '@sweetspot/audio';
import type { ToneMove } from '@sweetspot/protocol/recipes';
import { change, entry, level } from './words.ts';

export type AlbumReport = ReturnType<typeof reportAlbum>;

/** What `album --json` says. `before` is null when a recipe was rendered without listening first. */
export function reportAlbum(folder: string, before: AlbumUnity | null, result: AlbumResult) {
  const { recipe } = result;
  return {
    folder,
    reason: recipe.reason ?? null,
    before,
    after: result.unity,
    songs: result.songs.map((made, at) => {
      const song = recipe.songs[at]!;
      const { sampleRate, bitDepth, channels, frames } = made;
      return {
        file: made.name,
        title: song.title,
        sha256: made.sha256,
        format: { sampleRate, bitDepth, channels, frames, durationSeconds: frames / sampleRate },
        loudness: made.loudness,
        targetLufs: made.targetLufs,
        driveDb: made.driveDb,
        limiterReductionDb: made.limiterReductionDb,
        levelLu: song.levelLu,
        levelReason: song.levelReason ?? null,
        toneMoves: song.toneMoves,
        gapBeforeSeconds: at === 0 ? 0 : song.gapBeforeSeconds,
        gapReason: song.gapReason ?? null,
        fadeInSeconds: song.fadeInSeconds,
        fadeOutSeconds: song.fadeOutSeconds,
        warnings: made.warnings,
      };
    }),
    cueFile: result.cueName,
    pqFile: result.pqName,
  };
}

/** What was done to each song and why. */
export function albumLines({ folder, reason, before, after, songs, cueFile, pqFile }: AlbumReport): string[] {
  return [
    folder,
    ...(reason === null ? [] : entry('plan', reason)),
    ...(before ? entry('before', apart(before)) : []),
    ...entry(before ? 'after ' : 'now', apart(after)),
    ...songs.flatMap((song) => ['', ...songLines(song)]),
    '',
    `  ${cueFile}, ${pqFile}  the order, with gaps and ISRCs`,
  ];
}

const apart = ({ spreadLu, toneDistanceDb }: AlbumUnity): string =>
  `Loudest and quietest song are ${spreadLu.toFixed(1)} LU apart; in tone any two differ by ${toneDistanceDb.toFixed(1)} dB on average.`;

function songLines(song: AlbumReport['songs'][number]): string[] {
  const { loudness, driveDb, limiterReductionDb } = song;
  const fades = [
    ...(song.fadeInSeconds > 0 ? [`in over ${song.fadeInSeconds} s`] : []),
    ...(song.fadeOutSeconds > 0 ? [`out over ${song.fadeOutSeconds} s`] : []),
  ];
  return [
    `  ${song.file}  ${level(loudness.integratedLufs, 'LUFS')}, ${level(loudness.truePeakDbtp, 'dBTP', 2)}`,
    ...(song.gapBeforeSeconds > 0
      ? entry('  gap  ', `${song.gapBeforeSeconds} s. ${song.gapReason ?? ''}`.trim())
      : []),
    ...entry(
      '  level',
      `${change(driveDb, 'dB')}, the limiter took off ${limiterReductionDb.toFixed(1)} dB at most. ${song.levelReason ?? ''}`.trim(),
    ),
    ...song.toneMoves.flatMap((move) => entry('  tone ', `${moveText(move)}. ${move.reason ?? ''}`.trim())),
    ...(fades.length > 0 ? entry('  fades', `${fades.join(', ')}.`) : []),
    ...song.warnings.map(({ message }) => `    ! ${message}`),
  ];
}

const moveNames: Record<ToneMove['type'], string> = {
  tilt: 'tilt around',
  bell: 'bell at',
  lowShelf: 'shelf below',
  highShelf: 'shelf above',
};

const moveText = ({ type, frequencyHz, gainDb }: ToneMove): string =>
  `${change(gainDb, 'dB')} ${moveNames[type]} ${frequencyHz >= 1000 ? `${frequencyHz / 1000} kHz` : `${frequencyHz} Hz`}`;
