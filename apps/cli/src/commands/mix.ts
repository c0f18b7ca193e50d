import { statSync } from 'node:fs';
import { analyseFile, hashFile, type MixResult, renderMix } from '@sweetspot/audio';
import { roughMix } from '@sweetspot/dsp';
import type { Analysis } from '@sweetspot/protocol';
import { commonRate, defaultMixRecipe, type MixRecipe, mixRecipeSchema } from '@sweetspot/protocol/recipes';
import { Option } from 'commander';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import { findStems } from '../find-stems.ts';
import { OutputFile, recipeOutputFor } from '../output-file.ts';
import { findInputs, type RecipeFile, readRecipeFile, writeRecipeFile } from '../recipe-file.ts';
import { printLines } from '../reports/print-lines.ts';
import { change, entry } from '../reports/words.ts';
import type { CommonOptions, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface MixOptions extends CommonOptions {
  output: string;
  plain?: boolean;
  recipeOut?: string;
  stems?: string;
  bits?: '24' | '32f';
  threads?: number;
  force?: boolean;
}

/** A recipe and where its stems are. */
interface Order {
  recipe: MixRecipe;
  paths: Record<string, string>;
}

export const mixCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'mix',
    summary: 'make a rough mix of a folder of stems, their plain sum, or exactly a recipe',
    description:
      'Mixes stems to one stereo file. From a folder it makes a rough mix: levels by loudness and by what each stem is, ' +
      'low ends cleaned, a place in the stereo picture, one room; every move has its reason, which --recipe-out writes ' +
      'down and --json prints. With --plain the stems are summed as they are, at the level they have. From a recipe exactly that is rendered.\n\n' +
      'A rough mix is printed with room for mastering, its true peak at −6 dBTP or lower; a recipe says its own level. The same ' +
      'recipe with the same stems gives the same file, to the bit.',
    examples: [
      ['sweetspot mix "Glass Harbour/stems" -o rough.wav --recipe-out rough.json', 'A rough mix, with its recipe:'],
      ['sweetspot mix rough.json -o again.wav', 'The same again, or with what you changed in the recipe:'],
      ['sweetspot mix stems -o sum.wav --plain', 'The sum of the stems, to compare with a rough mix:'],
    ],
  })
    .argument('<folder|recipe>', 'folder of stems, or a recipe (JSON)')
    .requiredOption('-o, --output <file>', 'the WAV to write')
    .option('--plain', 'the unity sum of the stems, nothing done to them')
    .option('--recipe-out <file>', 'write the recipe that was rendered')
    .option('--stems <folder>', 'where the stems of a recipe are (default: where the recipe says, or beside it)')
    .addOption(
      new Option(
        '--bits <depth>',
        'depth of the WAV (default: as the recipe says; 24 for a rough mix, 32f for a plain sum)',
      ).choices(['24', '32f']),
    )
    .option(
      '--threads <count>',
      'processors to use (default: all); changes no bit',
      numberOption(1, 64, { whole: true }),
    )
    .option('--force', 'replace files that exist')
    .action(async (source: string, options: MixOptions) => {
      await inSession(options, (session) => mix(session, source, options));
    });

async function mix(session: Session, source: string, options: MixOptions): Promise<void> {
  const isFolder = statSync(source).isDirectory();
  if (!isFolder && options.plain) throw new UsageError('--plain takes a folder of stems, not a recipe.');
  const file = isFolder ? null : mixRecipeIn(source);
  const stems = file ? Object.values(findInputs(file, options.stems)) : findStems(source).map(({ path }) => path);
  const inputs = file ? [source, ...stems] : stems;
  const force = options.force === true;
  const output = new OutputFile(session, options.output, { inputs, force });
  const recipeOutput = recipeOutputFor(session, output, options.recipeOut, { inputs, force });

  const order = file
    ? { recipe: file.recipe, paths: findInputs(file, options.stems) }
    : await orderFor(session, source, options.plain === true);
  const { recipe, paths } = withBits(order, options.bits);
  const result = await session.work(`Mixing ${Object.keys(paths).length} stems`, (run) =>
    renderMix(
      { recipe, inputs: paths, outPath: output.writePath },
      { ...run, tempDir: session.tempDirIn(output.folder), threads: options.threads },
    ),
  );
  const sha256 = await hashFile(output.writePath);
  if (recipeOutput) {
    await writeRecipeFile(recipeOutput.writePath, recipeOutput.path, recipe, paths);
  }
  // A recipe alone would stand for a file that is not there.
  output.publish();
  recipeOutput?.publish();
  const report = reportMix(options.output, sha256, recipe, result);
  session.print({ ...report, recipeFile: options.recipeOut ?? null }, () => mixLines(report));
}

/** A recipe made for a folder. */
async function orderFor(session: Session, dir: string, plain: boolean): Promise<Order> {
  const stems = findStems(dir).map(({ path, name }) => ({ stemId: name, name, path }));
  const analyses = new Map<string, Analysis>();
  await session.work(`Listening to ${stems.length} stems`, async ({ onProgress, signal }) => {
    for (const [index, { name, path }] of stems.entries()) {
      const { analysis } = await analyseFile(path, {
        name,
        signal,
        onProgress: (fraction) => onProgress((index + fraction) / stems.length),
      });
      analyses.set(name, analysis);
    }
  });
  const sampleRate = commonRate([...analyses.values()].map(({ format }) => format.sampleRate));
  const paths = Object.fromEntries(stems.map(({ stemId, path }) => [stemId, path]));
  if (plain) {
    const recipe = defaultMixRecipe(sampleRate, stems);
    return { recipe: { ...recipe, print: { truePeakDbtp: null, bitDepth: '32f' } }, paths };
  }
  const measured = stems.map(({ stemId, name }) => {
    const { activity, format } = analyses.get(name)!;
    return { stemId, name, channels: format.channels, activity };
  });
  return { recipe: mixRecipeSchema.parse({ kind: 'mix', version: 2, sampleRate, ...roughMix(measured) }), paths };
}

function mixRecipeIn(path: string): RecipeFile & { recipe: MixRecipe } {
  const { recipe, ...file } = readRecipeFile(path);
  if (recipe.kind === 'mix') return { ...file, recipe };
  throw new UsageError(`${path} is the recipe of a master; use \`sweetspot master --recipe\`.`);
}

function withBits({ recipe, paths }: Order, bits: MixOptions['bits']): Order {
  if (bits === undefined) return { recipe, paths };
  return { recipe: { ...recipe, print: { ...recipe.print, bitDepth: bits === '24' ? 24 : bits } }, paths };
}

type MixReport = ReturnType<typeof reportMix>;

function reportMix(file: string, sha256: string, recipe: MixRecipe, result: MixResult) {
  const { sampleRate, frames, bitDepth, printGainDb, loudness } = result;
  return {
    file,
    sha256,
    format: { sampleRate, bitDepth, channels: result.channels, frames, durationSeconds: frames / sampleRate },
    loudness,
    /** What the print was turned down by to stay under its level. */
    printGainDb,
    strips: recipe.strips.map(({ name, faderDb, pan, reason }) => ({ name, faderDb, pan, reason: reason ?? null })),
    reason: recipe.reason ?? null,
  };
}

function mixLines(report: MixReport): string[] {
  const width = Math.max(...report.strips.map(({ name }) => name.length));
  const moves = report.strips.filter(({ reason }) => reason !== null);
  return [
    ...printLines(report),
    ...(report.printGainDb < 0 ? [`  Turned ${change(report.printGainDb, 'dB')} at the print, for headroom.`] : []),
    ...(moves.length > 0 ? ['', ...moves.flatMap(({ name, reason }) => entry(name.padEnd(width), reason ?? ''))] : []),
  ];
}
