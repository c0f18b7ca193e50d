import { statSync } from 'node:fs';
import { uploadPurposeSchema } from '@sweetspot/protocol';
import { InvalidArgumentError, Option } from 'commander';
import { type CommandFactory, newCommand } from '../command.ts';
import { readLogin } from '../server/login.ts';
import { type Pushed, pushFile } from '../server/push-file.ts';
import { ServerApi } from '../server/server-api.ts';
import { findSong, type Song } from '../server/song.ts';
import type { CommonOptions, Session } from '../session.ts';
import { UsageError } from '../usage-error.ts';

export interface PushOptions extends CommonOptions {
  song: string;
  as: 'stem' | 'rough' | 'mix' | 'master' | 'reference';
  wait: boolean;
}

export const purposeOption = (): Option =>
  new Option('--as <kind>', `what it is: ${uploadPurposeSchema.options.join(', ')}`)
    .default('mix')
    .argParser((text) => {
      const parsed = uploadPurposeSchema.safeParse(text);
      if (parsed.success) return parsed.data;
      throw new InvalidArgumentError(`It is one of ${uploadPurposeSchema.options.join(', ')}.`);
    });

export const pushCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'push',
    summary: 'send files to a song as versions or stems',
    description:
      'Sends files to the installation that you signed in to. A connection that breaks is taken up again, also by the same ' +
      'command later; what is there already, bit for bit, is not sent twice.',
    examples: [
      ['sweetspot push mix4.wav --song "Paper Boats"', 'The next mix:'],
      ['sweetspot push stems/*.wav --song "Northern Lights EP/Paper Boats" --as stem', 'Stems, the project named too:'],
    ],
  })
    .argument('<file...>', 'sound files')
    .requiredOption('--song <title>', 'title of the song, or project/title, or its id')
    .addOption(purposeOption())
    .option('--no-wait', 'do not wait until the server has read a version')
    .action(async (files: string[], options: PushOptions) => {
      await inSession(options, (session) => push(session, files, options));
    });

async function push(session: Session, files: string[], options: PushOptions): Promise<void> {
  for (const path of files) {
    if (!statSync(path).isFile()) throw new UsageError(`${path} is a folder; name the files, or see \`watch\`.`);
  }
  const api = new ServerApi(readLogin(), session.signal);
  const song = await findSong(api, options.song);
  const pushed: Pushed[] = [];
  for (const path of files)
    pushed.push(await pushFile(session, api, { song, path, purpose: options.as, wait: options.wait }));
  session.print({ songId: song.id, song: song.title, pushed }, () => pushed.map((one) => pushedLine(song, one)));
}

export const pushedLine = (song: Song, { file, label, known }: Pushed): string =>
  known ? `${file} is ${label} of ${song.title} already.` : `${file} is ${label} of ${song.title} now.`;
