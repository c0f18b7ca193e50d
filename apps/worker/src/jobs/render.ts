import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { hashFile, runAudioTask } from '@sweetspot/audio';
import type { Context } from '@sweetspot/core/context';
import type { JobHandler, JobRun } from '@sweetspot/core/queue/run-jobs';
import { getRenderOrder, type RenderOrder } from '@sweetspot/core/renders/get-render-order';
import { publishRender } from '@sweetspot/core/renders/publish-render';
import { type LocalCopy, originalKey } from '@sweetspot/core/storage/storage';
import type { Recipe } from '@sweetspot/protocol/recipes';

type Rendered = { recipe: Recipe; result: Parameters<typeof publishRender>[2]['result'] };

/** Turns a recipe and its inputs into a new version, which is then read like any other file. */
export const render: JobHandler = async (ctx, run) => {
  const order = await getRenderOrder(ctx.db, run.job.subjectId);
  const copies = await takeCopies(ctx, order);
  try {
    const outPath = join(run.tempDir, 'render.wav');
    const { recipe, result } = await renderTo(outPath, order, copies, run);
    const sha256 = await hashFile(outPath, run.signal);
    const { size: sizeBytes } = await stat(outPath, { bigint: true });
    await ctx.storage.putFile(originalKey(sha256), outPath);
    await run.publish((tx) => publishRender(tx, order.renderId, { sha256, sizeBytes, recipe, result }));
  } finally {
    await Promise.all([...copies.values()].map((copy) => copy.release()));
  }
};

/** Local files of the sources by their id. */
async function takeCopies(ctx: Context, { sources }: RenderOrder): Promise<Map<string, LocalCopy>> {
  const copies = new Map<string, LocalCopy>();
  try {
    for (const { id, sha256 } of sources) copies.set(id, await ctx.storage.localCopy(originalKey(sha256)));
    return copies;
  } catch (error) {
    await Promise.all([...copies.values()].map((copy) => copy.release()));
    throw error;
  }
}

async function renderTo(
  outPath: string,
  { recipe, sources }: RenderOrder,
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
      const input = { recipe, inputPath: paths[0]![1], stemPaths: Object.fromEntries(paths.slice(1)), outPath };
      const result = await runAudioTask('master', input, run);
      // The gain that met the target: the same recipe rendered again starts where this one ended.
      return { recipe: { ...recipe, driveDb: result.driveDb }, result };
    }
  }
}
