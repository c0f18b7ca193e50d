import { basename } from 'node:path';
import { analyseFile, hashFile, matchReferences, renderMaster } from '@sweetspot/audio';
import type { LoudnessTarget } from '@sweetspot/protocol';
import { type MasterPresetId, masterPreset, masterPresets } from '@sweetspot/protocol/master-presets';
import {
  defaultMasterRecipe,
  defaultMasterStem,
  type MasterRecipe,
  masterStemCounts,
  mostReferences,
} from '@sweetspot/protocol/recipes';
import { Option } from 'commander';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import { findStems } from '../find-stems.ts';
import { OutputFile, recipeOutputFor } from '../output-file.ts';
import {
  findInputs,
  masterInputId,
  masterInputsOf,
  type RecipeFile,
  readRecipeFile,
  writeRecipeFile,
} from '../recipe-file.ts';
import { printLines } from '../reports/print-lines.ts';
import { change, level } from '../reports/words.ts';
import type { CommonOptions, Session } from '../session.ts';
import { parseTarget, targetList } from '../target-option.ts';
import { UsageError } from '../usage-error.ts';

interface MasterOptions extends CommonOptions {
  output: string;
  stems?: string;
  preset?: MasterPresetId;
  target?: LoudnessTarget;
  lufs?: number;
  ceiling?: number;
  reference?: string[];
  intensity?: number;
  recipe?: string;
  recipeOut?: string;
  bits?: '16' | '24' | '32f';
  force?: boolean;
}

const presetList = masterPresets.map(({ id, note }) => `${id} (${note.replace(/\.$/, '')})`).join('; ');

export const masterCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'master',
    summary: 'master a mix to a loudness under a true-peak ceiling',
    description:
      'Makes a master of a stereo (or mono) mix: the gain is found that brings it to the loudness asked for, and a ' +
      'limiter keeps the true peak under the ceiling. What came out is measured on the file as it was written. With ' +
      '--recipe the chain and the target of a recipe are used; the options stand above it.\n\n' +
      'With --stems two to eight stems are mastered together: their sum goes through the chain, and a recipe may treat each ' +
      'of them before (EQ, dynamic EQ, compressor, saturation, width, level).\n\n' +
      'The same recipe with the same file gives the same master, to the bit.\n\n' +
      `Presets: ${presetList}\n\n` +
      `Targets: ${targetList}.`,
    examples: [
      ['sweetspot master mix.wav -o master.wav', 'For streaming, −14 LUFS under −1 dBTP:'],
      ['sweetspot master mix.wav -o apple.wav --target apple', 'For one service:'],
      [
        'sweetspot master mix.wav -o warm.wav --preset warm --recipe-out warm.json',
        'With a chain, to be changed later:',
      ],
      ['sweetspot master mix.wav -o loud.wav --lufs -9 --ceiling -0.5 --bits 16', 'Louder, for CD depth:'],
      ['sweetspot master mix2.wav -o m2.wav --recipe master.json', 'The chain of another master:'],
      ['sweetspot master --stems groups -o master.wav --recipe-out master.json', 'A stem master of a folder:'],
      ['sweetspot master mix.wav -o near.wav --reference a.wav b.wav', 'Near other records, in level, tone and width:'],
    ],
  })
    .argument('[file]', 'the mix')
    .requiredOption('-o, --output <file>', 'the WAV to write')
    .option('--stems <folder>', 'two to eight stems to master instead of a mix')
    .addOption(
      new Option('--preset <name>', 'a whole chain to start from, see above').choices(
        masterPresets.map(({ id }) => id),
      ),
    )
    .option('--target <name>', 'loudness and ceiling of a service, standard or medium, see above', parseTarget)
    .option('--lufs <loudness>', 'integrated loudness to reach, LUFS (default: −14)', numberOption(-36, -4))
    .option('--ceiling <level>', 'true peak that is never exceeded, dBTP (default: −1)', numberOption(-20, 0))
    .option('--reference <files...>', 'records to come near to: loudness, tone curve, width, density')
    .option('--intensity <share>', 'how much of the way to the references, 0 to 1 (default: 1)', numberOption(0, 1))
    .option('--recipe <file>', 'chain and target of a recipe (JSON)')
    .option('--recipe-out <file>', 'write the recipe that was rendered')
    .addOption(new Option('--bits <depth>', 'depth of the WAV (default: 24)').choices(['16', '24', '32f']))
    .option('--force', 'replace files that exist')
    .action(async (file: string | undefined, options: MasterOptions) => {
      await inSession(options, (session) => master(session, file, options));
    });

/** What is mastered: files by the ids under which the recipe keeps them. */
interface Material {
  label: string;
  paths: Record<string, string>;
  recipe: MasterRecipe;
}

async function master(session: Session, file: string | undefined, options: MasterOptions): Promise<void> {
  const { label, paths, recipe: asked } = materialOf(file, options, await presetFor(session, file, options));
  const inputs = [
    ...Object.values(paths),
    ...(options.reference ?? []),
    ...(options.recipe === undefined ? [] : [options.recipe]),
  ];
  const force = options.force === true;
  const output = new OutputFile(session, options.output, { inputs, force });
  const recipeOutput = recipeOutputFor(session, output, options.recipeOut, { inputs, force });

  const wanted = await nearReferences(session, paths[masterInputId], asked, options);
  const result = await session.work(`Mastering ${label}`, (run) =>
    renderMaster({ ...masterInputsOf(wanted, paths), outPath: output.writePath }, run),
  );
  // Rendered again, the search starts where it ended and finds the same.
  const recipe = { ...wanted, driveDb: result.driveDb };
  const sha256 = await hashFile(output.writePath);
  if (recipeOutput) {
    await writeRecipeFile(recipeOutput.writePath, recipeOutput.path, recipe, paths);
  }
  // A recipe alone would stand for a file that is not there.
  output.publish();
  recipeOutput?.publish();
  const { sampleRate, frames, channels, bitDepth, loudness, driveDb, limiterReductionDb, warnings } = result;
  const report = {
    file: options.output,
    sha256,
    format: { sampleRate, bitDepth, channels, frames, durationSeconds: frames / sampleRate },
    loudness,
    target: { lufs: recipe.targetLufs, ceilingDbtp: recipe.ceilingDbtp },
    driveDb,
    limiterReductionDb,
    compressorReductionDb: result.compressorReductionDb,
    warnings,
  };
  session.print({ ...report, recipeFile: options.recipeOut ?? null }, () => [
    ...printLines(report),
    `  Asked for: ${level(recipe.targetLufs, 'LUFS')} under ${level(recipe.ceilingDbtp, 'dBTP')}.`,
    `  Turned ${change(driveDb, 'dB')}; the limiter took off ${limiterReductionDb.toFixed(1)} dB at most.`,
    ...warnings.map(({ message }) => `  ! ${message}`),
  ]);
}

/** What is asked for, brought near the references when there are any; a loudness that was asked for stands above theirs. */
async function nearReferences(
  session: Session,
  songPath: string | undefined,
  asked: MasterRecipe,
  { reference = [], intensity: share = 1, lufs, target }: MasterOptions,
): Promise<MasterRecipe> {
  if (reference.length === 0) return asked;
  if (songPath === undefined) {
    throw new UsageError('--reference is for a mix; match the sum of the stems, and give its recipe with --recipe.');
  }
  if (reference.length > mostReferences) throw new UsageError(`At most ${mostReferences} references are listened to.`);
  const level = lufs === undefined && target === undefined ? share : 0;
  const referencePaths: Record<string, string> = {};
  for (const path of reference) referencePaths[await hashFile(path, session.signal)] = path;
  const references = Object.entries(referencePaths).map(([sha256, path]) => ({
    sha256,
    name: basename(path),
    weight: 1,
  }));
  const match = { references, intensity: { tone: share, width: share, dynamics: share, level }, found: null };
  return await session.work('Listening to the references', (run) =>
    matchReferences({ songPath, recipe: { ...asked, match }, referencePaths }, run),
  );
}

/** Presets are set for a loudness, so the mix is measured first. */
async function presetFor(
  session: Session,
  file: string | undefined,
  { preset, recipe }: MasterOptions,
): Promise<MasterRecipe | null> {
  if (preset === undefined) return null;
  if (recipe !== undefined) throw new UsageError('Give a --preset or a --recipe, not both.');
  if (file === undefined) throw new UsageError('--preset is for a mix; stems are treated by a --recipe.');
  const { analysis } = await session.work(`Listening to ${basename(file)}`, (run) => analyseFile(file, run));
  const { integratedLufs, truePeakDbtp } = analysis.loudness;
  return masterPreset(preset, { integratedLufs: integratedLufs ?? 0, truePeakDbtp });
}

/** The mix, or the stems of a folder or of the recipe, and the recipe for them. */
function materialOf(file: string | undefined, options: MasterOptions, preset: MasterRecipe | null): Material {
  const saved = options.recipe === undefined ? null : masterRecipeIn(options.recipe);
  const recipe = wantedRecipe(saved?.recipe ?? preset ?? defaultMasterRecipe(), options);
  if (file !== undefined) {
    if (options.stems !== undefined) throw new UsageError('Give a mix or --stems, not both.');
    const { stems: _stems, ...chain } = recipe;
    return { label: basename(file), paths: { [masterInputId]: file }, recipe: chain };
  }
  if (saved && recipe.stems) {
    const paths = findInputs(saved, options.stems);
    return { label: `${recipe.stems.length} stems`, paths, recipe };
  }
  if (options.stems === undefined) throw new UsageError('Say what to master: a mix, or --stems with a folder.');
  const found = findStems(options.stems);
  const [least, most] = masterStemCounts;
  if (found.length < least || found.length > most) {
    const sentence = `A stem master takes ${least} to ${most} stems; ${options.stems} holds ${found.length}.`;
    throw new UsageError(`${sentence} Mix them first: \`sweetspot mix\`.`);
  }
  const stems = found.map(({ name }) => defaultMasterStem(name, name));
  const paths = Object.fromEntries(found.map(({ name, path }) => [name, path]));
  return { label: `${found.length} stems`, paths, recipe: { ...recipe, stems } };
}

function wantedRecipe(base: MasterRecipe, { target, bits, ...given }: MasterOptions): MasterRecipe {
  const lufs = given.lufs ?? target?.targetLufs;
  const ceiling = given.ceiling ?? target?.ceilingDbtp;
  const ceilingDbtp = ceiling ?? base.ceilingDbtp;
  return {
    ...base,
    targetLufs: lufs ?? base.targetLufs,
    ceilingDbtp,
    limiter: ceiling === undefined ? base.limiter : { ...base.limiter, ceilingDbtp },
    bitDepth: bits === undefined ? base.bitDepth : bits === '32f' ? bits : bits === '24' ? 24 : 16,
  };
}

function masterRecipeIn(path: string): RecipeFile & { recipe: MasterRecipe } {
  const { recipe, ...file } = readRecipeFile(path);
  if (recipe.kind === 'master') return { ...file, recipe };
  throw new UsageError(`${path} is the recipe of a mix; use \`sweetspot mix ${path}\`.`);
}
