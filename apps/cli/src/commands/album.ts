import { existsSync } from 'node:fs';
import { basename, parse } from 'node:path';
import { type AlbumTrack, type AlbumUnity, albumUnity, analyseFile, planAlbum, renderAlbum } from '@sweetspot/audio';
import { findTarget, type LoudnessTarget } from '@sweetspot/protocol';
import {
  type AlbumRecipe,
  albumRecipeSchema,
  defaultMasterRecipe,
  longestName,
  mostSongs,
} from '@sweetspot/protocol/recipes';
import { InvalidArgumentError, Option } from 'commander';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import { checkName } from '../find-stems.ts';
import { OutputFile, OutputFolder } from '../output-file.ts';
import { findInputs, readAlbumFile, writeRecipeFile } from '../recipe-file.ts';
import { albumLines, reportAlbum } from '../reports/album-report.ts';
import type { CommonOptions, Session } from '../session.ts';
import { parseTarget, targetList } from '../target-option.ts';
import { UsageError } from '../usage-error.ts';

interface AlbumOptions extends CommonOptions {
  output: string;
  target?: LoudnessTarget;
  anchor?: number;
  contrast?: number;
  title?: string;
  artist?: string;
  recipe?: string;
  recipeOut?: string;
  bits?: '16' | '24' | '32f';
  force?: boolean;
}

/** An album's recipe, where its songs are, and how they are before anything was done; null when nobody listened. */
interface Order {
  recipe: AlbumRecipe;
  paths: Record<string, string>;
  before: AlbumUnity | null;
}

const usualTarget = findTarget('aes-album')!;

export const albumCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'album',
    summary: 'master songs together, so that they belong to one record',
    description:
      'Masters songs in the order given. The loudest comes to the target; every other one keeps a share of its difference to ' +
      'the anchor song, so that a ballad stays quieter than a single. Tones come nearer to each other by a tilt and broad bells ' +
      'of at most 3 dB. Gaps between songs are written at the end of the files. Prints what it did to each song and why; ' +
      '--recipe-out writes it down, to be changed and rendered again with --recipe (also titles, ISRCs, gaps and fades).\n\n' +
      'Writes a WAV per song, a cue sheet and a PQ sheet.\n\n' +
      `Targets: ${targetList}.`,
    examples: [
      ['sweetspot album 1.wav 2.wav 3.wav -o record', 'Three songs, the loudest at −14 LUFS:'],
      ['sweetspot album mixes/*.wav -o record --anchor 2 --recipe-out album.json', 'Brought to the second song:'],
      ['sweetspot album --recipe album.json -o record', 'Again, with what you changed in the recipe:'],
    ],
  })
    .argument('[files...]', 'the mixes, in their order on the album')
    .requiredOption('-o, --output <folder>', 'where the masters go')
    .option('--target <name>', `what the loudest song comes to (default: ${usualTarget.id})`, parseTarget)
    .option(
      '--anchor <number>',
      'the song that the others are brought to (default: the loudest)',
      numberOption(1, 99, { whole: true }),
    )
    .option(
      '--contrast <share>',
      'how much of their differences in loudness songs keep, 0 to 1 (default: 0.5)',
      numberOption(0, 1),
    )
    .option('--title <text>', 'title of the album', parseName)
    .option('--artist <text>', 'artist', parseName)
    .option('--recipe <file>', 'an album’s recipe (JSON)')
    .option('--recipe-out <file>', 'write the recipe that was rendered')
    .addOption(new Option('--bits <depth>', 'depth of the WAVs (default: 24)').choices(['16', '24', '32f']))
    .option('--force', 'replace files that exist')
    .action(async (files: string[], options: AlbumOptions) => {
      await inSession(options, (session) => album(session, files, options));
    });

function parseName(text: string): string {
  if (text.length <= longestName) return text;
  throw new InvalidArgumentError(`It must have at most ${longestName} characters.`);
}

async function album(session: Session, files: string[], options: AlbumOptions): Promise<void> {
  const order = options.recipe === undefined ? null : orderOfRecipe(options.recipe, files, options);
  if (!order && files.length === 0) throw new UsageError('An album needs songs, or --recipe.');
  const paths = order ? Object.values(order.paths) : files;
  const inputs = options.recipe === undefined ? paths : [...paths, options.recipe];
  const force = options.force === true;
  const folder = new OutputFolder(session, options.output, { inputs, force });
  const recipeOutput =
    options.recipeOut === undefined ? null : new OutputFile(session, options.recipeOut, { inputs, force });

  const planned = order ?? (await planOrder(session, files, options));
  const recipe = withOptions(planned.recipe, options);
  const result = await session.work(`Mastering ${recipe.songs.length} songs`, (run) =>
    renderAlbum({ recipe, inputs: planned.paths, outDir: folder.writeDir }, run),
  );
  if (recipeOutput) {
    await writeRecipeFile(recipeOutput.writePath, recipeOutput.path, result.recipe, planned.paths);
  }
  // The folder may still refuse, for a song of that name; a recipe alone would stand for masters that are not there.
  folder.publish(result.names);
  recipeOutput?.publish();
  const report = reportAlbum(options.output, planned.before, result);
  session.print({ ...report, recipeFile: options.recipeOut ?? null }, () => albumLines(report));
}

function orderOfRecipe(path: string, files: string[], { anchor, contrast }: AlbumOptions): Order {
  if (anchor !== undefined || contrast !== undefined) {
    throw new UsageError('--anchor and --contrast plan an album; in a recipe the levels are there to be changed.');
  }
  const file = readAlbumFile(path);
  const { songs } = file.recipe;
  if (files.length > 0 && files.length !== songs.length) {
    throw new UsageError(`${path} has ${songs.length} songs, and ${files.length} files are given.`);
  }
  const given = Object.fromEntries(songs.map(({ id }, at) => [id, files[at]!]));
  return { recipe: file.recipe, paths: files.length > 0 ? given : findInputs(file, undefined), before: null };
}

async function planOrder(
  session: Session,
  files: string[],
  { anchor, contrast, target }: AlbumOptions,
): Promise<Order> {
  if (anchor !== undefined && anchor > files.length) {
    throw new UsageError(`--anchor ${anchor} is not on an album of ${files.length} songs.`);
  }
  const tracks = await listen(session, files);
  const { targetLufs, ceilingDbtp } = target ?? usualTarget;
  const recipe = planAlbum(tracks, {
    chain: defaultMasterRecipe({ lufs: targetLufs, ceilingDbtp }),
    ...(anchor === undefined ? {} : { anchor: anchor - 1 }),
    ...(contrast === undefined ? {} : { contrast }),
  });
  return {
    recipe,
    paths: Object.fromEntries(tracks.map(({ id }, at) => [id, files[at]!])),
    before: albumUnity(tracks.map(({ analysis }) => analysis)),
  };
}

async function listen(session: Session, files: string[]): Promise<AlbumTrack[]> {
  if (files.length > mostSongs) {
    throw new UsageError(`An album holds at most ${mostSongs} songs; ${files.length} files are given.`);
  }
  const missing = files.find((file) => !existsSync(file));
  if (missing !== undefined) throw new UsageError(`${missing} does not exist.`);
  for (const file of files) checkName(basename(file));
  const titles = titlesOf(files);
  const ids = files.map((file, at) => {
    const name = basename(file);
    return files.some((other, place) => place < at && basename(other) === name) ? `${at + 1} ${name}` : name;
  });
  return await session.work(`Listening to ${files.length} songs`, async ({ onProgress, signal }) => {
    const tracks: AlbumTrack[] = [];
    for (const [at, file] of files.entries()) {
      const { analysis } = await analyseFile(file, {
        signal,
        onProgress: (done) => onProgress((at + done) / files.length),
      });
      tracks.push({ id: ids[at]!, title: titles[at]!, analysis });
    }
    return tracks;
  });
}

const numbered = /^(\d{1,2})(?:\s*[-._]\s*|\s+)(?=\S)/;

/**
 * `01 - Paper Boats.wav` → `Paper Boats`. Numbers are those of tracks where they begin with 0, or where all files have one and they
 * rise; “99 Luftballons” keeps its own.
 */
export function titlesOf(files: readonly string[]): string[] {
  const names = files.map((file) => parse(file).name);
  const numbers = names.map((name) => numbered.exec(name)?.[1]);
  const rise = numbers.every(
    (number, at) => number !== undefined && (at === 0 || Number(numbers[at - 1]) < Number(number)),
  );
  const areTracks = files.length > 1 && rise;
  return names.map((name, at) => (areTracks || numbers[at]?.startsWith('0') ? name.replace(numbered, '') : name));
}

function withOptions(recipe: AlbumRecipe, { target, title, artist, bits, recipe: given }: AlbumOptions): AlbumRecipe {
  const { chain } = recipe;
  const aimed =
    target && given !== undefined
      ? {
          targetLufs: target.targetLufs,
          ceilingDbtp: target.ceilingDbtp,
          limiter: { ...chain.limiter, ceilingDbtp: target.ceilingDbtp },
        }
      : {};
  return albumRecipeSchema.parse({
    ...recipe,
    title: title ?? recipe.title,
    artist: artist ?? recipe.artist,
    chain: {
      ...chain,
      ...aimed,
      bitDepth: bits === undefined ? chain.bitDepth : bits === '32f' ? bits : Number(bits),
    },
  });
}
