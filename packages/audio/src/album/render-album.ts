import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { MediaWarning } from '@sweetspot/protocol';
import { type AlbumRecipe, masterLufsRange, masterOfSong, plannedLufs } from '@sweetspot/protocol/recipes';
import { analyseFile } from '../analyse-file.ts';
import { fileNamePart } from '../file-name-part.ts';
import type { TaskOptions } from '../ingest.ts';
import { MediaError } from '../media-error.ts';
import { nameError } from '../open-source.ts';
import { partPath, publishFile } from '../publish-file.ts';
import { type MasterResult, renderMaster } from '../render-master.ts';
import { db as minus } from '../report/report-words.ts';
import { albumCueSheet, albumPqSheet } from './album-sheets.ts';
import { type AlbumUnity, albumUnity, type SongSound } from './album-unity.ts';

export interface AlbumInput {
  recipe: AlbumRecipe;
  /** Paths by song id. */
  inputs: Record<string, string>;
  outDir: string;
}

export interface AlbumSongResult extends MasterResult {
  id: string;
  /** Of the file in `outDir`. */
  name: string;
  sha256: string;
  targetLufs: number;
}

export interface AlbumResult {
  songs: AlbumSongResult[];
  /** Of what was written. */
  unity: AlbumUnity;
  /** The recipe with the gains that were found. */
  recipe: AlbumRecipe;
  cueName: string;
  pqName: string;
  /** Everything that lies in `outDir` now. */
  names: string[];
}

/** Share of a song's work that mastering is; the rest is measuring what came out. */
const mastering = 0.9;

/**
 * Masters the songs of an album one after the other, so that memory does not grow with their number: each to its own level
 * under the ceiling, faded as planned, the gap to the next one at its end. Writes one WAV per song, a cue sheet and a PQ sheet. Throws
 * MediaError with the title of the song.
 */
export async function renderAlbum(input: AlbumInput, options: TaskOptions = {}): Promise<AlbumResult> {
  const { recipe, outDir } = input;
  const songs: AlbumSongResult[] = [];
  const sounds: SongSound[] = [];
  for (const [at, song] of recipe.songs.entries()) {
    const onSong = (done: number) => options.onProgress?.((at + done) / recipe.songs.length);
    try {
      const { result, sound } = await renderSong(input, at, { ...options, onProgress: onSong });
      songs.push(result);
      sounds.push(sound);
    } catch (error) {
      throw error instanceof MediaError ? nameError(error, song.title) : error;
    }
  }
  const placed = songs.map(({ name, frames, sampleRate }, at) => {
    const silenceAfterSeconds = gapAfter(recipe, at);
    return { fileName: name, songSeconds: frames / sampleRate - silenceAfterSeconds, silenceAfterSeconds };
  });
  const base = fileNamePart([recipe.artist, recipe.title].filter(Boolean).join(' - ')) || 'Album';
  const [cueName, pqName] = [`${base}.cue`, `${base} PQ.txt`];
  writeText(join(outDir, cueName), albumCueSheet({ recipe, placed }));
  writeText(join(outDir, pqName), albumPqSheet({ recipe, placed }));
  return {
    songs,
    unity: albumUnity(sounds),
    recipe: { ...recipe, songs: recipe.songs.map((song, at) => ({ ...song, driveDb: songs[at]!.driveDb })) },
    cueName,
    pqName,
    names: [...songs.map(({ name }) => name), cueName, pqName],
  };
}

async function renderSong(
  { recipe, inputs, outDir }: AlbumInput,
  at: number,
  { signal, onProgress }: TaskOptions,
): Promise<{ result: AlbumSongResult; sound: SongSound }> {
  const song = recipe.songs[at]!;
  const inputPath = inputs[song.id];
  if (inputPath === undefined) throw new MediaError('mismatched_inputs', 'The file of this song is not there.');
  const name = `${String(at + 1).padStart(2, '0')} ${fileNamePart(song.title) || 'Untitled'}.wav`;
  const outPath = join(outDir, name);
  const master = masterOfSong(recipe, song);
  const { fadeInSeconds, fadeOutSeconds } = song;
  const edges = { fadeInSeconds, fadeOutSeconds, silenceAfterSeconds: gapAfter(recipe, at) };
  const stop = signal ? { signal } : {};
  const made = await renderMaster(
    { recipe: master, inputPath, outPath, edges },
    { ...stop, onProgress: (done) => onProgress?.(mastering * done) },
  );
  const { sha256, analysis } = await analyseFile(outPath, {
    ...stop,
    onProgress: (done) => onProgress?.(mastering + (1 - mastering) * done),
  });
  const warnings = [...limitWarnings(plannedLufs(recipe, song), master.targetLufs), ...made.warnings];
  return { result: { ...made, warnings, id: song.id, name, sha256, targetLufs: master.targetLufs }, sound: analysis };
}

/** A song whose level is beyond what masters are made for is not where its album wants it. */
function limitWarnings(plannedLufs: number, targetLufs: number): MediaWarning[] {
  if (plannedLufs === targetLufs) return [];
  const [least, most] = masterLufsRange.map((lufs) => minus(lufs, 0));
  const message = `It should be at ${minus(plannedLufs, 1)} LUFS; masters are made from ${least} to ${most} LUFS, and it was made at ${minus(targetLufs, 1)}.`;
  return [{ code: 'level_limited', message }];
}

const gapAfter = ({ songs }: AlbumRecipe, at: number): number => songs[at + 1]?.gapBeforeSeconds ?? 0;

function writeText(path: string, text: string): void {
  writeFileSync(partPath(path), text);
  publishFile(path);
}
