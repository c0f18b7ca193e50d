import { createHash } from 'node:crypto';
import { createWriteStream, existsSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { AppError } from '@sweetspot/protocol';
import { type CommandFactory, newCommand } from '../command.ts';
import { OutputFile } from '../output-file.ts';
import { readLogin } from '../server/login.ts';
import { failureOf, ServerApi } from '../server/server-api.ts';
import { findSong, findVersion } from '../server/song.ts';
import type { CommonOptions, Session } from '../session.ts';

interface PullOptions extends CommonOptions {
  song: string;
  version?: string;
  output?: string;
  force?: boolean;
}

export const pullCommand: CommandFactory = (inSession) =>
  newCommand({
    name: 'pull',
    summary: 'fetch the file of a version, as it was sent or rendered',
    description:
      'Fetches the untouched file of a version and compares its SHA-256. Without --version it is the newest master that can be ' +
      'heard, else the newest mix, else the newest rough.',
    examples: [
      ['sweetspot pull --song "Paper Boats" --version "Mix 2"', 'One version, under its own name:'],
      ['sweetspot pull --song "Paper Boats" -o newest.wav --force', 'The newest, over an older one:'],
    ],
  })
    .requiredOption('--song <title>', 'title of the song, or project/title, or its id')
    .option('--version <label>', 'such as "Mix 2", or its id')
    .option('-o, --output <path>', 'file or folder (default: this folder)')
    .option('--force', 'write over a file of that name')
    .action(async (options: PullOptions) => {
      await inSession(options, (session) => pull(session, options));
    });

async function pull(session: Session, options: PullOptions): Promise<void> {
  const api = new ServerApi(readLogin(), session.signal);
  const song = await findSong(api, options.song);
  const { id: versionId, label, file } = findVersion(song, options.version);
  const given = options.output ?? '.';
  // The name came from somebody else's machine.
  const name = basename(file.originalName.replaceAll('\\', '/')).replace(/^\.+/, '_') || 'version';
  const isFolder = existsSync(given) && statSync(given).isDirectory();
  const output = new OutputFile(session, isFolder ? join(given, name) : given, { force: options.force === true });

  const response = await api.fetch(`/media/files/${file.id}/original`, {}, null);
  if (!response.ok || response.body === null) throw await failureOf(response);
  const length = Number(response.headers.get('content-length'));
  const hash = createHash('sha256');
  await session.work(`Fetching ${label} of ${song.title}`, async ({ onProgress, signal }) => {
    let bytes = 0;
    const count = new Transform({
      transform(chunk: Buffer, _encoding, done) {
        hash.update(chunk);
        bytes += chunk.length;
        onProgress(length > 0 ? bytes / length : 0);
        done(null, chunk);
      },
    });
    const body = Readable.fromWeb(response.body as ReadableStream);
    await pipeline(body, count, createWriteStream(output.writePath), { signal });
  });
  if (hash.digest('hex') !== file.sha256)
    throw new AppError('unavailable', 'What arrived is not the file of this version; fetch it again.');
  output.publish();
  const { sha256 } = file;
  session.print({ songId: song.id, song: song.title, versionId, label, path: output.path, sha256 }, () => [
    `${output.path} is ${label} of ${song.title}, bit for bit.`,
  ]);
}
