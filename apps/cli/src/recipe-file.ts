import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { hashFile } from '@sweetspot/audio';
import { engineVersion } from '@sweetspot/dsp';
import { AppError } from '@sweetspot/protocol';
import {
  type AlbumRecipe,
  albumRecipeSchema,
  type MasterRecipe,
  migrateRecipe,
  type Recipe,
} from '@sweetspot/protocol/recipes';
import { z } from 'zod';
import { describeIssues } from './plain-issues.ts';

/** The name under which a master's recipe keeps the one file it was made from. */
export const masterInputId = 'input';

const inputSchema = z.object({ path: z.string(), sha256: z.string() });
const envelopeSchema = z.looseObject({
  engineVersion: z.string().optional(),
  /** What it was rendered from, by stem id; paths are relative to the recipe's folder. */
  inputs: z.record(z.string(), inputSchema).optional(),
});
type Inputs = Record<string, z.infer<typeof inputSchema>>;

/** A recipe on disk: the recipe itself and, beside it, the files it was rendered from. */
export interface RecipeFile<Kind extends Recipe | AlbumRecipe = Recipe> {
  path: string;
  recipe: Kind;
  inputs: Inputs;
  /** The engine that rendered it; null when the file does not say. */
  engineVersion: string | null;
}

/** Reads a recipe of any version, from `--recipe-out` or from an installation. Throws AppError with what is wrong. */
export const readRecipeFile = (path: string): RecipeFile => readSaved(path, migrateRecipe);

/** Reads the recipe of an album. Throws AppError with what is wrong. */
export const readAlbumFile = (path: string): RecipeFile<AlbumRecipe> =>
  readSaved(path, (saved) => albumRecipeSchema.parse(saved));

function readSaved<Kind extends Recipe | AlbumRecipe>(path: string, parse: (saved: unknown) => Kind): RecipeFile<Kind> {
  const bad = (sentence: string, cause?: unknown) => new AppError('bad_input', `${path} ${sentence}`, { cause });
  let saved: unknown;
  try {
    saved = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw bad('is not a recipe: it is not JSON.', error);
    throw error;
  }
  const envelope = envelopeSchema.safeParse(saved);
  if (!envelope.success) throw bad(`is not a recipe: ${describeIssues(envelope.error)}.`, envelope.error);
  const { engineVersion: madeBy, inputs, ...bare } = envelope.data;
  try {
    return { path, recipe: parse(bare), inputs: inputs ?? {}, engineVersion: madeBy ?? null };
  } catch (error) {
    if (error instanceof z.ZodError)
      throw bad(`is not a recipe that can be rendered: ${describeIssues(error)}.`, error);
    throw error;
  }
}

/** Writes a recipe with the files it was rendered from, so that anyone who has them can make the same bits. */
export async function writeRecipeFile(
  writePath: string,
  finalPath: string,
  recipe: Recipe | AlbumRecipe,
  paths: Record<string, string>,
): Promise<void> {
  const inputs: Inputs = {};
  for (const [id, path] of Object.entries(paths)) {
    const from = relative(dirname(resolve(finalPath)), resolve(path)).replaceAll('\\', '/');
    inputs[id] = { path: from, sha256: await hashFile(path) };
  }
  writeFileSync(writePath, `${JSON.stringify({ ...recipe, engineVersion, inputs }, null, 2)}\n`);
}

/**
 * The files of a recipe's inputs by id. Looked for where the recipe says, then by id and by name in `folder` (the recipe's
 * own when not given). Throws AppError naming the first that is not there.
 */
export function findInputs(file: RecipeFile<Recipe | AlbumRecipe>, folder: string | undefined): Record<string, string> {
  const base = dirname(resolve(file.path));
  const wanted = inputsOf(file.recipe);
  const found: Record<string, string> = {};
  for (const { id, name } of wanted) {
    const stated = file.inputs[id]?.path;
    const candidates = [
      ...(folder === undefined && stated !== undefined ? [resolve(base, stated)] : []),
      ...[stated?.split('/').at(-1), id, name]
        .filter((one): one is string => one !== undefined)
        .flatMap((one) => ['', '.wav', '.flac', '.aif', '.aiff', '.m4a', '.mp3', '.ogg'].map((end) => `${one}${end}`))
        .map((one) => join(folder ?? base, one)),
    ];
    const path = candidates.find((one) => existsSync(one));
    if (path === undefined) {
      const sentence = `“${name}”, which ${file.path} asks for, is not in ${folder ?? base}; say where with --stems.`;
      throw new AppError('bad_input', sentence);
    }
    found[id] = path;
  }
  return found;
}

/** What a master is rendered from: its mix, or its stems. */
export const masterInputsOf = (recipe: MasterRecipe, paths: Record<string, string>) => {
  if (recipe.stems) return { recipe, stemPaths: paths };
  return { recipe, inputPath: paths[masterInputId]! };
};

function inputsOf(recipe: Recipe | AlbumRecipe): { id: string; name: string }[] {
  switch (recipe.kind) {
    case 'mix':
      return recipe.strips.map(({ stemId, name }) => ({ id: stemId, name }));
    case 'master':
      return recipe.stems ?? [{ id: masterInputId, name: 'the mix' }];
    case 'album':
      return recipe.songs.map(({ id, title }) => ({ id, name: title }));
  }
}
