import { readFileSync } from 'node:fs';
import { basename, join, parse } from 'node:path';
import {
  type AlternateToDeliver,
  type FileQuestion,
  preflightFile,
  renderAlternates,
  renderDelivery,
} from '@sweetspot/audio';
import {
  type AlternateKind,
  AppError,
  alternateKinds,
  alternateNotes,
  type DeliveryFormat,
  type DeliveryPeaks,
  deliveryFormatLabels,
  deliveryFormats,
  deliveryMetadataSchema,
  type MediaWarning,
  usualPeaks,
} from '@sweetspot/protocol';
import { InvalidArgumentError, Option } from 'commander';
import { type CommandFactory, newCommand, numberOption } from '../command.ts';
import { OutputFolder } from '../output-file.ts';
import { describeIssues } from '../plain-issues.ts';
import { findInputs, masterInputId, readRecipeFile } from '../recipe-file.ts';
import { level } from '../reports/words.ts';
import type { CommonOptions, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

interface DeliverOptions extends CommonOptions {
  output: string;
  formats?: DeliveryFormat[];
  metadata?: string;
  title?: string;
  artist?: string;
  artwork?: string;
  ceiling: number;
  onOver: DeliveryPeaks['onOver'];
  strict?: boolean;
  alternates?: AlternateKind[];
  mixRecipe?: string;
  masterRecipe?: string;
  stems?: string;
  force?: boolean;
}

const alternateList = alternateKinds.map((kind) => `${kind} (${alternateNotes[kind]})`).join('; ');
const formatList = deliveryFormats.map((format) => `${format} (${deliveryFormatLabels[format]})`).join('; ');

export const deliverCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'deliver',
    summary: 'make the files for the shops from a master',
    description:
      'Makes the files of a delivery from one master: resampled and dithered where a format asks for it, tagged, each one ' +
      'decoded again and measured, with a report, a list of checksums and all of it in one ZIP. What a shop would refuse or may not ' +
      'like is said; with --strict nothing is made of what would be refused.\n\n' +
      `Formats: ${formatList}.\n\n` +
      'With --alternates other versions of the master are made from its stems, by the recipes of the mix and of the master ' +
      `(as --recipe-out wrote them), at the same gains, tagged and packed with the rest: ${alternateList}. Voices are known by the names of the stems. no_limiter alone needs no mix recipe: it is made from the mix.\n\n` +
      `Metadata is a JSON file: ${Object.keys(deliveryMetadataSchema.shape).join(', ')}.`,
    examples: [
      ['sweetspot deliver master.wav -o shops --title "Paper Boats" --artist "Lowtide"', 'All formats:'],
      ['sweetspot deliver master.wav -o shops --formats wav16_44,mp3_320 --metadata tags.json', 'Two, with all tags:'],
      [
        'sweetspot deliver master.wav -o shops --alternates instrumental,tv --mix-recipe mix.json --master-recipe master.json',
        'With an instrumental and a TV mix:',
      ],
    ],
  })
    .argument('<file>', 'the master')
    .requiredOption('-o, --output <folder>', 'where the files go')
    .option('--formats <list>', 'comma-separated (default: all)', listOf(deliveryFormats))
    .option('--metadata <file>', 'tags (JSON)')
    .option('--title <text>', 'title (default: the name of the file)')
    .option('--artist <text>', 'artist')
    .option('--artwork <file>', 'cover, JPEG or PNG')
    .option(
      '--ceiling <dBTP>',
      'true peak that no file may pass once it is decoded',
      numberOption(-6, 0),
      usualPeaks.ceilingDbtp,
    )
    .addOption(
      new Option('--on-over <what>', 'to a file above it: make it again, quieter, or leave it and say so')
        .choices(['back_off', 'warn'])
        .default(usualPeaks.onOver),
    )
    .option('--strict', 'make nothing when a shop would refuse it')
    .option('--alternates <list>', 'other versions to make from the stems, comma-separated', listOf(alternateKinds))
    .option('--mix-recipe <file>', 'of the mix (JSON); not needed for a stem master, and for no_limiter alone')
    .option('--master-recipe <file>', 'of the master (JSON)')
    .option('--stems <folder>', 'where the stems, or the mix, are (default: where the recipe says)')
    .option('--force', 'replace files that exist')
    .action(async (file: string, options: DeliverOptions) => {
      await inSession(options, (session) => deliver(session, file, options));
    });

/** Reads words of a known list, with commas between; a word given twice counts once. */
const listOf =
  <Word extends string>(known: readonly Word[]) =>
  (text: string): Word[] => {
    const words = text.split(',').map((word) => {
      const found = known.find((one) => one === word.trim());
      if (found) return found;
      throw new InvalidArgumentError(`“${word.trim()}” is not one of ${known.join(', ')}.`);
    });
    return [...new Set(words)];
  };

async function deliver(session: Session, file: string, options: DeliverOptions): Promise<void> {
  const metadata = readMetadata(file, options);
  const plan = alternatesPlan(options);
  const named = [options.metadata, options.artwork, options.mixRecipe, options.masterRecipe];
  const read = named.filter((path) => path !== undefined);
  const inputs = [file, ...read, ...Object.values(plan?.inputs ?? {})];
  const order = {
    inputPath: file,
    formats: options.formats ?? [...deliveryFormats],
    metadata,
    peaks: { ceilingDbtp: options.ceiling, onOver: options.onOver },
    ...(options.artwork === undefined ? {} : { artworkPath: options.artwork }),
  };
  if (options.strict)
    await refuseForShops(session, { ...order, alternates: plan?.kinds.map((kind) => ({ kind })) ?? [] });
  const folder = new OutputFolder(session, options.output, { inputs, force: options.force === true });
  const made = plan && (await makeAlternates(session, plan, folder));
  const result = await session.work(`Making the files of ${basename(file)}`, (run) =>
    renderDelivery({ ...order, outDir: folder.writeDir, alternates: made?.alternates ?? [] }, run),
  );
  folder.publish(result.names);
  session.print({ folder: options.output, ...result, warnings: made?.warnings ?? [] }, () => [
    options.output,
    ...[...result.files, ...result.alternates].flatMap(({ name, loudness, warnings }) => [
      `  ${name}  ${level(loudness.integratedLufs, 'LUFS')}, ${level(loudness.truePeakDbtp, 'dBTP', 2)}`,
      ...warnings.map(({ message }) => `  ! ${message}`),
    ]),
    `  ${result.zip.name}  all of them, with their checksums`,
    ...result.findings.map(
      ({ severity, message }) => `  ! ${severity === 'blocks' ? 'A shop would refuse: ' : ''}${message}`,
    ),
    ...(made?.warnings ?? []).map(({ message }) => `  ! ${message}`),
  ]);
}

/** Throws when a shop would refuse what is to be made. */
async function refuseForShops(session: Session, order: FileQuestion): Promise<void> {
  const { findings } = await preflightFile(order, session.signal);
  const against = findings.filter(({ severity }) => severity === 'blocks').map(({ message }) => message);
  if (against.length > 0) throw new AppError('conflict', `A shop would refuse this. ${against.join(' ')}`);
}

type AlternatesPlan = Pick<
  Parameters<typeof renderAlternates>[0],
  'kinds' | 'mix' | 'mixFile' | 'master' | 'inputs'
> & {
  /** Of the mix that the master was made from, as its recipe says. */
  mixSha256: string | null;
};

function alternatesPlan({ alternates, mixRecipe, masterRecipe, stems }: DeliverOptions): AlternatesPlan | null {
  if (!alternates) return null;
  if (masterRecipe === undefined) throw new UsageError('--alternates needs the --master-recipe.');
  const master = readRecipeFile(masterRecipe);
  if (master.recipe.kind !== 'master') throw new UsageError(`${masterRecipe} is not the recipe of a master.`);
  if (master.recipe.stems) {
    return { kinds: alternates, mix: null, master: master.recipe, inputs: findInputs(master, stems), mixSha256: null };
  }
  if (mixRecipe === undefined) {
    const why = '--alternates that leave something out need the --mix-recipe, where the stems are.';
    if (alternates.some((kind) => kind !== 'no_limiter')) throw new UsageError(why);
    const inputs = findInputs(master, stems);
    const path = inputs[masterInputId]!;
    return {
      ...{ kinds: alternates, mix: null, master: master.recipe, inputs, mixSha256: null },
      mixFile: { name: basename(path), why, path },
    };
  }
  const mix = readRecipeFile(mixRecipe);
  if (mix.recipe.kind !== 'mix') throw new UsageError(`${mixRecipe} is not the recipe of a mix.`);
  return {
    kinds: alternates,
    mix: mix.recipe,
    master: master.recipe,
    inputs: findInputs(mix, stems),
    mixSha256: master.inputs[masterInputId]?.sha256 ?? null,
  };
}

async function makeAlternates(
  session: Session,
  { mixSha256, ...plan }: AlternatesPlan,
  folder: OutputFolder,
): Promise<{ alternates: AlternateToDeliver[]; warnings: MediaWarning[] }> {
  const outDir = session.tempDirIn(folder.path);
  const tempDir = session.tempDirIn(folder.path);
  const { files, warnings, ...result } = await session.work('Making alternates', (run) =>
    renderAlternates({ ...plan, outDir, baseName: 'alternate' }, { ...run, tempDir }),
  );
  const alternates = files.map((made) => ({ ...made, path: join(outDir, made.name) }));
  if (mixSha256 === null || result.mixSha256 === null || mixSha256 === result.mixSha256)
    return { alternates, warnings };
  const message =
    'The mix recipe does not render to the file that the master was made from; the alternates follow the recipe.';
  return { alternates, warnings: [...warnings, { code: 'other_mix', message }] };
}

function readMetadata(file: string, { metadata: path, title, artist }: DeliverOptions) {
  const given = path === undefined ? {} : parseMetadata(path);
  return { ...given, title: title ?? given.title ?? parse(file).name, artist: artist ?? given.artist ?? '' };
}

function parseMetadata(path: string) {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    if (error instanceof SyntaxError) throw new AppError('bad_input', `${path} is not JSON.`, { cause: error });
    throw error;
  }
  const parsed = deliveryMetadataSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new AppError('bad_input', `${path}: ${describeIssues(parsed.error)}.`, { cause: parsed.error });
}
