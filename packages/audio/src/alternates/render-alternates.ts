import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type AlternateKind, alternateLabels, type MediaWarning } from '@sweetspot/protocol';
import {
  type KnownRoles,
  type MasterRecipe,
  type MixFile,
  type MixRecipe,
  muteMix,
  muteStems,
  planAlternate,
} from '@sweetspot/protocol/recipes';
import { hashFile } from '../hash-file.ts';
import { MediaError } from '../media-error.ts';
import type { PrintedFile } from '../print-file.ts';
import { renderMaster } from '../render-master.ts';
import { type MixOptions, renderMix } from '../render-mix.ts';

export interface AlternatesInput {
  /** Of the approved master, with the gain that was found. */
  master: MasterRecipe;
  /** Of the mix that it was made from; null when the master is a stem master, or the mix is a file. */
  mix: MixRecipe | null;
  /** The very file that the master was made from, where there are no stems. */
  mixFile?: (MixFile & { path: string }) | undefined;
  /** What this engine printed of the whole mix before; rendered again to find out when absent. */
  whole?: WholeMix | undefined;
  /** Paths by stem id. */
  inputs: Record<string, string>;
  kinds: readonly AlternateKind[];
  roles?: KnownRoles;
  outDir: string;
  /** Files are called `baseName (Instrumental).wav`. */
  baseName: string;
}

export interface AlternateFile extends PrintedFile {
  kind: AlternateKind;
  name: string;
  sha256: string;
  bitDepth: MasterRecipe['bitDepth'];
  /** Names of the stems in it, or of the mix. */
  heard: string[];
}

export interface AlternatesResult {
  files: AlternateFile[];
  /** Of the whole mix, where it was rendered again: the file that the master was made from, if all is as it was. */
  mixSha256: string | null;
  warnings: MediaWarning[];
}

/** How long the whole mix is, and what its print was turned down by, as its parts have to be. */
export interface WholeMix {
  frames: number;
  sampleRate: number;
  printGainDb: number;
}

/**
 * Makes other versions of an approved master from its stems, or from its mix where nothing is left out: the same mix with some of it muted, through the same chain at the
 * same gains. Nothing is searched anew, so that where mix and chain are linear, instrumental and a cappella add up to the whole; and all
 * are as long as the whole, so that they lie under each other in an editor. What nothing would be left of is left out, with a warning.
 * Throws MediaError.
 */
export async function renderAlternates(input: AlternatesInput, options: MixOptions): Promise<AlternatesResult> {
  const { master, kinds } = input;
  if (master.driveDb === null) {
    throw new MediaError('mismatched_inputs', 'This recipe was never rendered: its gain into the limiter is missing.');
  }
  const { files, warnings } = { files: [] as AlternateFile[], warnings: [] as MediaWarning[] };
  const steps = kinds.length + 1;
  const runAt = (step: number): MixOptions => ({
    ...options,
    onProgress: (done) => options.onProgress?.((step + done) / steps),
  });
  mkdirSync(input.outDir, { recursive: true });
  const wholePath = join(options.tempDir, 'whole-mix.wav');
  try {
    const whole = await renderWhole(input, wholePath, runAt(0));
    for (const [at, kind] of kinds.entries()) {
      const { heard, refusal } = planAlternate(input, kind);
      const made = refusal ? null : await renderOne(input, { kind, heard }, whole, runAt(at + 1));
      // Stems may have nothing on them, which only listening tells.
      if (made?.loudness.truePeakDbtp === null) {
        rmSync(join(input.outDir, made.name));
        warnings.push({ code: 'alternate_silent', message: `${alternateLabels[kind]} came out silent.` });
      } else if (made) files.push(made);
      if (refusal) warnings.push(refusal);
    }
    options.onProgress?.(1);
    return { files, mixSha256: input.mix && !input.whole ? await hashFile(wholePath, options.signal) : null, warnings };
  } finally {
    rmSync(wholePath, { force: true });
  }
}

/** The mix as it was printed, for its print gain and its length. */
async function renderWhole(
  { mix, inputs, whole }: AlternatesInput,
  outPath: string,
  options: MixOptions,
): Promise<WholeMix | null> {
  if (!mix) return null;
  return whole ?? (await renderMix({ recipe: mix, inputs, outPath }, options));
}

async function renderOne(
  input: AlternatesInput,
  { kind, heard }: Pick<AlternateFile, 'kind' | 'heard'>,
  whole: WholeMix | null,
  options: MixOptions,
): Promise<AlternateFile> {
  const about = { roles: input.roles };
  const name = `${input.baseName} (${alternateLabels[kind]}).wav`;
  const outPath = join(input.outDir, name);
  const chain = kind === 'no_limiter' ? withoutLimiter(input.master) : input.master;
  const { signal, onProgress } = options;
  const halves = (from: number, share: number) => ({
    ...(signal ? { signal } : {}),
    onProgress: (done: number) => onProgress?.(from + share * done),
  });
  if (input.mixFile) {
    const order = { recipe: chain, inputPath: input.mixFile.path, outPath, keepsDrive: true };
    return fileOf(await renderMaster(order, halves(0, 1)), { kind, name, heard, outPath, signal });
  }
  if (!whole) {
    const { recipe } = muteStems(chain, kind, about);
    const made = await renderMaster({ recipe, stemPaths: input.inputs, outPath, keepsDrive: true }, halves(0, 1));
    return fileOf(made, { kind, name, heard, outPath, signal });
  }
  const mixPath = join(options.tempDir, `${kind}-mix.wav`);
  try {
    const { recipe } = muteMix(input.mix!, kind, about);
    // Float, because a part may peak where the whole does not, and without dither, which the whole has once.
    const print = { ...recipe.print, bitDepth: '32f' as const };
    const mixed = await renderMix(
      { recipe: { ...recipe, print }, inputs: input.inputs, outPath: mixPath, printGainDb: whole.printGainDb },
      { ...options, ...halves(0, 0.5) },
    );
    const silenceAfterSeconds = Math.max(0, whole.frames - mixed.frames) / whole.sampleRate;
    const made = await renderMaster(
      { recipe: chain, inputPath: mixPath, outPath, keepsDrive: true, edges: { silenceAfterSeconds } },
      halves(0.5, 0.5),
    );
    return fileOf(made, { kind, name, heard, outPath, signal });
  } finally {
    rmSync(mixPath, { force: true });
  }
}

const withoutLimiter = (master: MasterRecipe): MasterRecipe => ({
  ...master,
  limiter: { ...master.limiter, enabled: false },
  bitDepth: '32f',
});

async function fileOf(
  made: Awaited<ReturnType<typeof renderMaster>>,
  about: { kind: AlternateKind; name: string; heard: string[]; outPath: string; signal: AbortSignal | undefined },
): Promise<AlternateFile> {
  const { sampleRate, channels, frames, sizeBytes, loudness, bitDepth } = made;
  const { kind, name, heard, outPath, signal } = about;
  const sha256 = await hashFile(outPath, signal);
  return { kind, name, sha256, heard, sampleRate, channels, frames, sizeBytes, loudness, bitDepth };
}
