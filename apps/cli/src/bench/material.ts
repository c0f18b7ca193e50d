import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { writeDemoStems } from '@sweetspot/audio';
import { readFileSamples, writeWav } from '@sweetspot/audio/testing';
import { defaultMixRecipe, defaultStrip, type MixRecipe } from '@sweetspot/protocol/recipes';

export const sampleRate = 48_000;
export const mixStems = 26;
/** How long the stems are. */
export const takeSeconds = 60;

/** Stems of the song that Sweetspot plays by itself, in variations, 48 kHz and 24 bits: the same for everybody. */
export function makeStems(dir: string): string[] {
  mkdirSync(dir, { recursive: true });
  const takes = [11, 12, 13].flatMap((seed) =>
    writeDemoStems(join(dir, `take ${seed}`), { song: 'glass-harbour', seconds: takeSeconds, seed }),
  );
  return takes.slice(0, mixStems).map(({ path }) => path);
}

/** A file `times` over. */
export async function repeatFile(from: string, to: string, times: number): Promise<string> {
  const samples = await readFileSamples(from);
  const stereo = samples.length === 1 ? [samples[0]!, samples[0]!] : samples;
  return writeWav(to, stereo, { sampleRate, times });
}

/** Links, so that 64 stems of ten minutes need no 11 GB. */
export function linkMany(dir: string, paths: readonly string[], count: number): string[] {
  mkdirSync(dir, { recursive: true });
  return Array.from({ length: count }, (_, index) => {
    const link = join(dir, `stem ${String(index + 1).padStart(2, '0')}.wav`);
    symlinkSync(paths[index % paths.length]!, link);
    return link;
  });
}

/** The chain of the comparison: per stem high-pass, bell, shelf, compressor, pan and gain; EQ and compressor on the bus. */
export function busyRecipe(stemPaths: readonly string[]): MixRecipe {
  const stems = stemPaths.map((path, index) => ({ stemId: path, name: `stem ${index + 1}` }));
  const recipe = defaultMixRecipe(sampleRate, stems);
  const strips = stems.map(({ stemId, name }, index) => {
    const strip = defaultStrip(stemId, name);
    strip.highPass = { enabled: true, frequencyHz: 60, slopeDbPerOctave: 12 };
    strip.eq = {
      enabled: true,
      bands: [
        { type: 'bell', enabled: true, frequencyHz: 1000, gainDb: 3, q: 1 },
        { type: 'highShelf', enabled: true, frequencyHz: 8000, gainDb: -2, q: 0.71 },
      ],
    };
    strip.compressor = { ...strip.compressor, enabled: true, thresholdDb: -24, ratio: 3 };
    strip.pan = ((index % 5) - 2) / 4;
    strip.faderDb = -12;
    return strip;
  });
  const bus = { ...recipe.bus, compressor: { ...recipe.bus.compressor, enabled: true } };
  bus.eq = { enabled: true, bands: [{ type: 'highShelf', enabled: true, frequencyHz: 10_000, gainDb: 1, q: 0.71 }] };
  return { ...recipe, strips, bus };
}

/** Recipes of the bench name stems by their paths. */
export const inputsBeside = (recipe: MixRecipe) => ({
  ...recipe,
  strips: recipe.strips.map((strip, index) => ({ ...strip, id: `s${index}`, stemId: `s${index}` })),
  inputs: Object.fromEntries(recipe.strips.map(({ stemId }, index) => [`s${index}`, { path: stemId, sha256: '' }])),
});
