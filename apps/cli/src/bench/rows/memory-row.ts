import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { busyRecipe, inputsBeside, linkMany, repeatFile, takeSeconds } from '../material.ts';
import { type Bench, type BenchRow, ours } from '../row.ts';

/** 64 stems of ten minutes. */
export async function memoryRow({ dir, stems, onProgress }: Bench): Promise<BenchRow> {
  const long = join(dir, 'long');
  mkdirSync(long, { recursive: true });
  const paths: string[] = [];
  for (const [index, stem] of stems.slice(0, 4).entries()) {
    paths.push(await repeatFile(stem, join(long, `${index}.wav`), 600 / takeSeconds));
    onProgress(index / 8);
  }
  const links = linkMany(join(long, 'stems'), paths, 64);
  const recipe = join(long, 'mix.json');
  writeFileSync(recipe, JSON.stringify(inputsBeside(busyRecipe(links))));
  const { peakBytes, seconds } = await ours(['mix', recipe, '-o', join(long, 'mix.wav')]);
  const megabytes = peakBytes / 1024 ** 2;
  return {
    job: 'memory: 64 stems × 10 min',
    goal: '≤ 512 MB',
    ours: peakBytes === 0 ? 'not measured here' : `${Math.round(megabytes)} MB`,
    peers: [],
    ratio: '',
    met: peakBytes === 0 ? null : megabytes <= 512,
    how: `\`sweetspot mix\` of a recipe with EQ and compressor on every strip; peak resident memory; ${(600 / seconds).toFixed(1)}× real time meanwhile`,
  };
}
