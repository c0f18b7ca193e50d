import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { runAudioTask } from '@sweetspot/audio';
import type { Context } from '@sweetspot/core/context';
import type { JobHandler, JobRun } from '@sweetspot/core/queue/run-jobs';
import { getRenderOrder, type RenderOrder } from '@sweetspot/core/renders/get-render-order';
import { publishRender } from '@sweetspot/core/renders/publish-render';
import { type LocalCopy, originalKey } from '@sweetspot/core/storage/storage';
import { analysisSchema } from '@sweetspot/protocol';
import type { Recipe } from '@sweetspot/protocol/recipes';

type Rendered = { recipe: Recipe; result: Parameters<typeof publishRender>[2]['result'] };

/** Turns a recipe and its inputs into a new version, which is then read like any other file. */
export const render: JobHandler = async (ctx, run) => {
  const order = await getRenderOrder(ctx.db, run.job.subjectId);
  const copies = await takeCopies(ctx, order);
  try {
    const outPath = join(run.tempDir, 'render.wav');
    const { recipe, result } = await renderTo(outPath, order, copies, run);
    const { sha256, sizeBytes } = await identify(outPath);
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
  { kind, recipe, sources }: RenderOrder,
  copies: ReadonlyMap<string, LocalCopy>,
  run: JobRun,
): Promise<Rendered> {
  const pathOf = (id: string): string => copies.get(id)!.path;
  const inputs = Object.fromEntries(sources.map(({ id }) => [id, pathOf(id)]));
  if (recipe?.kind === 'master') {
    const inputPath = pathOf(sources[0]!.id);
    const result = await runAudioTask('master', { recipe, inputPath, outPath }, run);
    return { recipe: { ...recipe, inputGainDb: result.inputGainDb }, result };
  }
  if (recipe) {
    const result = await runAudioTask('mix', { recipe, inputs, outPath }, run);
    return { recipe, result };
  }
  if (kind !== 'rough') throw new Error(`A ${kind} render has a recipe.`);
  throw new Error('rough');
}

async function identify(path: string): Promise<{ sha256: string; sizeBytes: bigint }> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
  return { sha256: hash.digest('hex'), sizeBytes: (await stat(path, { bigint: true })).size };
}
