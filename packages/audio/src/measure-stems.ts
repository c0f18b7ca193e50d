import { availableParallelism } from 'node:os';
import { type Dsp, roughMix } from '@sweetspot/dsp';
import { loadDspFromDisk } from '@sweetspot/dsp/node';
import type { Analysis } from '@sweetspot/protocol';
import { type MixRecipe, mixRecipeSchema } from '@sweetspot/protocol/recipes';
import { AnalyseStream } from './analyse-stream.ts';
import type { TaskOptions } from './ingest.ts';
import { mapTogether } from './map-together.ts';
import { MediaError, throwIfAborted } from './media-error.ts';
import { nameError, openSource } from './open-source.ts';

export interface Stem {
  stemId: string;
  name: string;
  path: string;
}

export interface MeasuredStem extends Stem {
  analysis: Analysis;
}

const blockSeconds = 0.5;

/** Measures stems that were not ingested, a few at a time. Throws MediaError naming the stem. */
export async function measureStems(
  stems: readonly Stem[],
  { onProgress, signal }: TaskOptions = {},
): Promise<MeasuredStem[]> {
  const dsp = await loadDspFromDisk();
  let finished = 0;
  return mapTogether(stems, availableParallelism(), async (stem) => {
    const analysis = await measure(dsp, stem, signal);
    finished += 1;
    onProgress?.(finished / stems.length);
    return { ...stem, analysis };
  });
}

async function measure(dsp: Dsp, { path, name }: Stem, signal: AbortSignal | undefined): Promise<Analysis> {
  try {
    const source = await openSource(path, { blockSeconds, signal });
    try {
      const analyser = new AnalyseStream(dsp, source.info);
      for (let block = await source.read(); block; block = await source.read()) {
        throwIfAborted(signal);
        analyser.add(block);
      }
      return analyser.finish(source.warnings);
    } finally {
      await source.close();
    }
  } catch (error) {
    throw error instanceof MediaError ? nameError(error, name) : error;
  }
}

/** A rough mix of measured stems as a recipe, every move with its reason, at the rate most of them have. */
export function planRoughMix(stems: readonly MeasuredStem[]): MixRecipe {
  if (stems.length === 0) throw new MediaError('mismatched_inputs', 'A rough mix needs at least one stem.');
  const rates = stems.map(({ analysis }) => analysis.format.sampleRate);
  const votes = (rate: number) => rates.filter((one) => one === rate).length;
  const sampleRate = rates.reduce((best, rate) => {
    const isBetter = votes(rate) > votes(best) || (votes(rate) === votes(best) && rate > best);
    return isBetter ? rate : best;
  });
  const plan = roughMix(
    stems.map(({ stemId, name, analysis }) => {
      return { stemId, name, channels: analysis.format.channels, activity: analysis.activity };
    }),
  );
  return mixRecipeSchema.parse({ kind: 'mix', version: 1, sampleRate, ...plan });
}
