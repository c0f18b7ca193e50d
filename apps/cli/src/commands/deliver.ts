import { readFileSync } from 'node:fs';
import { basename, parse } from 'node:path';
import { renderDelivery } from '@sweetspot/audio';
import {
  AppError,
  type DeliveryFormat,
  deliveryFormatLabels,
  deliveryFormats,
  deliveryMetadataSchema,
} from '@sweetspot/protocol';
import { InvalidArgumentError } from 'commander';
import { type CommandFactory, newCommand } from '../command.ts';
import { OutputFolder } from '../output-file.ts';
import { level } from '../reports/words.ts';
import type { CommonOptions, Session } from '../session.ts';

interface DeliverOptions extends CommonOptions {
  output: string;
  formats?: DeliveryFormat[];
  metadata?: string;
  title?: string;
  artist?: string;
  force?: boolean;
}

const formatList = deliveryFormats.map((format) => `${format} (${deliveryFormatLabels[format]})`).join('; ');

export const deliverCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'deliver',
    summary: 'make the files for the shops from a master',
    description:
      'Makes the files of a delivery from one master: resampled and dithered where a format asks for it, tagged, each one ' +
      'decoded again and measured, with a list of checksums and all of it in one ZIP.\n\n' +
      `Formats: ${formatList}.\n\n` +
      `Metadata is a JSON file: ${Object.keys(deliveryMetadataSchema.shape).join(', ')}.`,
    examples: [
      ['sweetspot deliver master.wav -o shops --title "Paper Boats" --artist "Lowtide"', 'All formats:'],
      ['sweetspot deliver master.wav -o shops --formats wav16_44,mp3_320 --metadata tags.json', 'Two, with all tags:'],
    ],
  })
    .argument('<file>', 'the master')
    .requiredOption('-o, --output <folder>', 'where the files go')
    .option('--formats <list>', 'comma-separated (default: all)', parseFormats)
    .option('--metadata <file>', 'tags (JSON)')
    .option('--title <text>', 'title (default: the name of the file)')
    .option('--artist <text>', 'artist')
    .option('--force', 'replace files that exist')
    .action(async (file: string, options: DeliverOptions) => {
      await inSession(options, (session) => deliver(session, file, options));
    });

function parseFormats(text: string): DeliveryFormat[] {
  return text.split(',').map((word) => {
    const format = deliveryFormats.find((known) => known === word.trim());
    if (format) return format;
    throw new InvalidArgumentError(`“${word.trim()}” is not one of ${deliveryFormats.join(', ')}.`);
  });
}

async function deliver(session: Session, file: string, options: DeliverOptions): Promise<void> {
  const metadata = readMetadata(file, options);
  const folder = new OutputFolder(session, options.output, { inputs: [file], force: options.force === true });
  const result = await session.work(`Making the files of ${basename(file)}`, (run) =>
    renderDelivery(
      { inputPath: file, outDir: folder.writeDir, formats: options.formats ?? [...deliveryFormats], metadata },
      run,
    ),
  );
  folder.publish(result.names);
  session.print({ folder: options.output, ...result }, () => [
    options.output,
    ...result.files.flatMap(({ name, loudness, warnings }) => [
      `  ${name}  ${level(loudness.integratedLufs, 'LUFS')}, ${level(loudness.truePeakDbtp, 'dBTP', 2)}`,
      ...warnings.map(({ message }) => `  ! ${message}`),
    ]),
    `  ${result.zip.name}  all of them, with their checksums`,
  ]);
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
  const [issue] = parsed.error.issues;
  throw new AppError(
    'bad_input',
    `${path}: ${[...(issue?.path ?? []), issue?.message.replace(/\.$/, '')].join(': ')}.`,
  );
}
