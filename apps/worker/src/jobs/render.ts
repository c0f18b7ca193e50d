import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, type RunOptions, runAudioTask } from '@sweetspot/audio';
import type { JobHandler, JobRun } from '@sweetspot/core/queue/run-jobs';
import { getRenderOrder, type RenderOrder } from '@sweetspot/core/renders/get-render-order';
import { publishRender } from '@sweetspot/core/renders/publish-render';
import { keepOriginal } from '@sweetspot/core/storage/hold-original';
import { type LocalCopy, originalKey } from '@sweetspot/core/storage/storage';
import type { MasterRecipe, Recipe } from '@sweetspot/protocol/recipes';
import { partOf } from './part-of.ts';
import { takeCopies } from './take-copies.ts';

type Rendered = { recipe: Recipe; result: Parameters<typeof publishRender>[2]['result'] };

/** Of the work, with references: they are listened to once, the mix five times. */
const listeningShare = 0.7;

/** Turns a recipe and its inputs into a new version, which is then read like any other file. */
export const render: JobHandler = async (ctx, run) => {
  const order = await getRenderOrder(ctx.db, run.job.subjectId);
  const references = order.references.map((sha256) => ({ id: sha256, sha256 }));
  const copies = await takeCopies(ctx.storage, [...order.sources, ...references]);
  try {
    const outPath = join(run.tempDir, 'render.wav');
    const { recipe, result } = await renderTo(outPath, order, copies, run);
    const sha256 = await hashFile(outPath, run.signal);
    const { size: sizeBytes } = await stat(outPath, { bigint: true });
    await ctx.storage.putFile(originalKey(sha256), outPath);
    await run.publish((tx) => publishRender(tx, order.renderId, { sha256, sizeBytes, recipe, result }));
    await keepOriginal(ctx.storage, sha256, outPath);
  } finally {
    await Promise.all([...copies.values()].map((copy) => copy.release()));
  }
};

async function renderTo(
  outPath: string,
  { recipe, sources, references }: RenderOrder,
  copies: ReadonlyMap<string, LocalCopy>,
  run: JobRun,
): Promise<Rendered> {
  const paths = sources.map(({ id }) => [id, copies.get(id)!.path] as const);
  switch (recipe.kind) {
    case 'mix': {
      const result = await runAudioTask('mix', { recipe, inputs: Object.fromEntries(paths), outPath }, run);
      return { recipe, result };
    }
    case 'master': {
      // The mix comes first, then the stems of a stem master.
      const [, inputPath] = paths[0]!;
      const listening = references.length === 0 ? 0 : listeningShare;
      const matched = await match(recipe, inputPath, {
        references: references.map((sha256) => [sha256, copies.get(sha256)!.path]),
        run: partOf(run, 0, listening),
      });
      const input = { recipe: matched, inputPath, stemPaths: Object.fromEntries(paths.slice(1)), outPath };
      const result = await runAudioTask('master', input, partOf(run, listening, 1));
      // The gain that met the target: the same recipe rendered again starts where this one ended.
      return { recipe: { ...matched, driveDb: result.driveDb }, result };
    }
  }
}

/** The recipe with what brings it near its references, or as it is when none are to be matched. */
async function match(
  recipe: MasterRecipe,
  songPath: string,
  { references, run }: { references: [string, string][]; run: RunOptions },
): Promise<MasterRecipe> {
  if (!recipe.match || references.length === 0) return recipe;
  const referencePaths = Object.fromEntries(references);
  return runAudioTask('match', { songPath, recipe: { ...recipe, match: recipe.match }, referencePaths }, run);
}
